import autocannon from "autocannon";

/** The same load by autocannon, to hold our own generator against: answers with requests a second. */
process.on("message", ({ port, seconds }: { port: number; seconds: number }) => {
  void autocannon({
    url: `http://127.0.0.1:${port}/products/124`,
    connections: 64,
    duration: seconds,
  }).then(({ requests }) => process.send?.({ perSecond: requests.total / seconds }));
});
