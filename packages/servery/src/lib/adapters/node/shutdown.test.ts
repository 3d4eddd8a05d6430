import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";

import { describe, expect, onTestFinished, test } from "vitest";

import { connectRaw } from "./raw-http.fixture.ts";
import { serveOnce, text } from "./served.fixture.ts";

const get = "GET /records HTTP/1.1\r\nHost: x\r\n\r\n";

/** A service that answers when it is told to. */
function createGate() {
  const entered = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<void>();
  const handle = async () => {
    entered.resolve();
    await opened.promise;
    return text("finished");
  };
  return { handle, entered: entered.promise, open: opened.resolve };
}

describe("closing a server", () => {
  test("finishes what is in flight, takes nothing new, and closes idle connections", async () => {
    const gate = createGate();
    const { url, close } = await serveOnce(gate.handle);
    const [busy, idle] = [await connectRaw(url), await connectRaw(url)];
    busy.send(get);
    await gate.entered;
    const closing = close();
    await idle.closed();
    await expect(connectRaw(url)).rejects.toThrow("ECONNREFUSED");
    gate.open();
    expect(await busy.closed()).toMatch(/connection: close[^]*finished$/i);
    expect(await closing).toBe(true);
  });

  test("cuts off what does not finish until the deadline, and says so", async () => {
    const gate = createGate();
    const { url, close } = await serveOnce(gate.handle, { shutdown: { deadline: 20 } });
    const raw = await connectRaw(url);
    raw.send(get);
    await gate.entered;
    expect(await close()).toBe(false);
    expect(await raw.closed()).toBe("");
  });

  test("is not ready first, and still answers for the delay", async () => {
    const { url, close } = await serveOnce(({ target }) => text(target), {
      shutdown: { delay: 300 },
    });
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    const closing = close();
    const refused = await fetch(`${url}/readyz`);
    expect([refused.status, (await refused.json()).code]).toEqual([503, "shutting_down"]);
    expect(await (await fetch(`${url}/records`)).text()).toBe("/records");
    expect(await closing).toBe(true);
  });

  test("happens once, however often it is asked for", async () => {
    const { close } = await serveOnce(() => text(""));
    expect(await Promise.all([close(), close()])).toEqual([true, true]);
  });
});

const script = `
  import { serve } from ${JSON.stringify(new URL("serve.ts", import.meta.url).href)};
  const contract = { basePath: "", list: [], title: "x", problemTypes: "" };
  const log = { debug() {}, info(_, message) { console.log(message); }, warn() {}, error() {}, child: () => log };
  const { url } = await serve({
    contract,
    limits: { headerBytes: 16384, headersTimeoutMs: 10000, requestTimeoutMs: 30000 },
    ready: async () => console.log("opened"),
    handle: async ({ target }) => {
      console.log("entered");
      await new Promise((resolve) => setTimeout(resolve, target === "/stuck" ? 1e6 : 100));
      console.log("answered");
      return { status: 200, headers: {}, body: "finished" };
    },
    close: async () => console.log("database closed"),
  }, { port: 0, log, shutdown: { deadline: 2000 } });
  console.log(url);
`;

async function startProcess(): Promise<{
  child: ChildProcess;
  url: string;
  output: () => string;
  said: (text: string) => Promise<void>;
}> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
  const said = async (words: string) => {
    while (!output.includes(words)) await once(child.stdout, "data");
  };
  await said("http://");
  return { child, url: /http:\S+/.exec(output)![0], output: () => output, said };
}

describe("a process that serves", () => {
  test.each(["SIGTERM", "SIGINT"] as const)(
    "on %s answers what is in flight, closes the database, and ends with 0",
    async (signal) => {
      const { child, url, output, said } = await startProcess();
      const answer = fetch(`${url}/slow`).then((response) => response.text());
      await said("entered");
      child.kill(signal);
      expect(await answer).toBe("finished");
      expect(await once(child, "exit")).toEqual([0, null]);
      expect(output()).toMatch(/opened\n[^]*Shutting down\n[^]*database closed/);
    },
  );

  test("ends at once on a second signal", async () => {
    const { child, url, said } = await startProcess();
    fetch(`${url}/stuck`).catch(() => {});
    await said("entered");
    child.kill("SIGTERM");
    await said("Shutting down");
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([143, null]);
  });

  test("ends with 1 when something had to be cut off", async () => {
    const { child, url, said } = await startProcess();
    fetch(`${url}/stuck`).catch(() => {});
    await said("entered");
    child.kill("SIGTERM");
    expect(await once(child, "exit")).toEqual([1, null]);
  });

  test("says which port is taken, and ends with 1", async () => {
    const taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const { port } = taken.address() as { port: number };
    const child = spawn(process.execPath, [
      "--input-type=module",
      "-e",
      script.replace("port: 0", `port: ${port}`),
    ]);
    let errors = "";
    child.stderr.on("data", (chunk: Buffer) => (errors += chunk.toString()));
    expect(await once(child, "close")).toEqual([1, null]);
    taken.close();
    expect(errors).toContain(`Port ${port} of 127.0.0.1 is taken`);
  });
});
