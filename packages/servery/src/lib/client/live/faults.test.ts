import { afterEach, describe, expect, test, vi } from "vitest";

import { problemResponse } from "./fake-live.fixture.ts";
import { connect, watchItem } from "./watching.fixture.ts";

// Else the first of them would wait for it.
await import("./live.ts");
afterEach(() => vi.unstubAllGlobals());

/** Goes through changes of two items while the first stream breaks after so many bytes. */
async function runCut(bytes: number) {
  const { live, client, clock, settled } = connect();
  live.cutAfter.push(bytes);
  live.commit("a", { n: 1 });
  live.commit("b", { n: 1 });
  const a = watchItem(client, "a");
  await settled();
  const b = watchItem(client, "b");
  for (let n = 2; n < 6; n++) {
    await settled();
    live.commit(n % 2 === 0 ? "a" : "b", { n });
  }
  await clock.pass(2_000);
  return { live, a, b };
}

const { boundaries } = (await runCut(Infinity)).live.stream;
/** At every boundary of frames, and at a place in the midst of each. */
const places = [0, ...boundaries].flatMap((at, index) => [at, at + 3 + 5 * index]);

describe("a stream that is cut", () => {
  test.each(places)(
    "after %i bytes is gone on with: nothing is missed, told twice, or told in the wrong order",
    async (bytes) => {
      const { live, a, b } = await runCut(bytes);
      for (const [heard, last] of [
        [a, 4],
        [b, 5],
      ] as const) {
        const seen = heard.data.map((data) => (data as { n: number }).n);
        expect(seen.at(-1)).toBe(last);
        expect(seen).toEqual([...new Set(seen)].toSorted((one, other) => one - other));
        expect(heard.status).toBe("live");
      }
      expect(live.streams.filter(({ isOpen }) => isOpen)).toHaveLength(1);
      const [first] = live.streams;
      expect(live.streams).toHaveLength(first!.boundaries.at(-1)! > bytes ? 2 : 1);
    },
  );

  test("is gone on with by hash and state, and what has not changed is not told again", async () => {
    const { live, client, clock, settled } = connect();
    live.commit("a", { n: 1 });
    const heard = watchItem(client, "a");
    await settled();
    live.stream.send({ beat: { token: "c.db.9" } });
    await settled();
    live.stream.cut();
    await settled();
    expect(heard.all.slice(2)).toEqual(["stale"]);
    await clock.pass(1_000);
    expect(heard.all.slice(2)).toEqual(["stale", "live"]);
    expect(live.stream.opened).toEqual({
      version: 1,
      token: "c.db.9",
      queries: [
        {
          q: expect.any(Number),
          operation: "item.get",
          input: { id: "a" },
          hash: '[{"n":1}]',
          token: "c.db.9",
        },
      ],
    });
    const [one, two] = live.streams.map(({ queries }) => [...queries.keys()]);
    expect(one).not.toEqual(two);
  });

  test("in the midst of a character and a line is read as if it had come whole", async () => {
    const { live, client, settled } = connect();
    live.commit("a", { n: 1 });
    const heard = watchItem(client, "a");
    await settled();
    const [q] = live.stream.queries.keys();
    const frame = JSON.stringify({
      q,
      epoch: 1,
      token: "c.db.5",
      hash: "h",
      full: { n: "naïve ☕" },
    });
    for (const piece of [`: a comment\r\nevent: x\r\ndata: `, ...frame, "\r", "\n\r", "\n"]) {
      live.stream.write(piece);
      await settled();
    }
    expect(heard.data.at(-1)).toEqual({ n: "naïve ☕" });
  });
});

describe("the next connection", () => {
  test("is tried after waits that grow, with full jitter", async () => {
    const { live, client, clock, settled } = connect();
    const lost = () => Promise.reject(new TypeError("no network"));
    for (let time = 0; time < 9; time++)
      live.spoiled.push({ path: "/_servery/live", answer: lost });
    const heard = watchItem(client, "a");
    await settled();
    const times: number[] = [];
    const begin = clock.now();
    while (live.streams.length === 0) {
      await clock.pass(250);
      if (live.seen.length > times.length + 1) times.push(clock.now() - begin);
    }
    const waits = times.map((time, index) => time - (times[index - 1] ?? 0));
    expect(waits).toEqual([500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000, 15_000]);
    expect(heard.all.slice(0, 2)).toEqual(["network_error", "network_error"]);
    expect(heard.all.slice(-2)).toEqual(["null", "live"]);
  });

  test("waits as long as the service says, and jitter on top", async () => {
    const { live, client, clock, settled } = connect();
    live.spoiled.push({
      path: "/_servery/live",
      answer: () => problemResponse(503, "overloaded", { "retry-after": "7" }),
    });
    const heard = watchItem(client, "a");
    await settled();
    expect(heard.all).toEqual(["overloaded"]);
    await clock.pass(7_499);
    expect(live.seen).toHaveLength(1);
    await clock.pass(1);
    expect(live.seen).toHaveLength(2);
    expect(heard.status).toBe("live");
  });

  test("is made at once when the network is back, or the page is looked at again", async () => {
    const page = new EventTarget();
    vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
    const navigator = { onLine: false };
    vi.stubGlobal("navigator", navigator);
    const document = { visibilityState: "hidden" };
    vi.stubGlobal("document", document);
    const { live, client, settled } = connect();
    const lost = () => Promise.reject(new TypeError("no network"));
    const fail = () => live.spoiled.push({ path: "/_servery/live", answer: lost });
    live.commit("a", { n: 1 });
    const heard = watchItem(client, "a");
    fail();
    fail();
    await settled();
    expect(heard.all).toEqual(["offline", "offline"]);
    page.dispatchEvent(new Event("visibilitychange"));
    await settled();
    expect(live.seen).toHaveLength(1);
    document.visibilityState = "visible";
    page.dispatchEvent(new Event("visibilitychange"));
    await settled();
    expect(live.seen).toHaveLength(2);
    navigator.onLine = true;
    page.dispatchEvent(new Event("online"));
    await settled();
    expect(heard.all.slice(-2)).toEqual(['{"n":1}', "live"]);
    navigator.onLine = false;
    page.dispatchEvent(new Event("offline"));
    await settled();
    expect(heard.status).toBe("offline");
    expect(live.stream.isOpen).toBe(false);
    navigator.onLine = true;
    page.dispatchEvent(new Event("online"));
    await settled();
    expect(heard.status).toBe("live");
  });

  test("comes when the service says, after a word of farewell", async () => {
    const { live, client, clock, settled } = connect();
    live.commit("a", { n: 1 });
    const heard = watchItem(client, "a");
    await settled();
    live.stream.send({ bye: { reason: "shutting_down", retryMs: 2_000 } });
    await clock.pass(2_999);
    expect(live.streams).toHaveLength(1);
    expect(heard.status).toBe("stale");
    await clock.pass(1);
    expect(live.streams).toHaveLength(2);
    expect(heard.status).toBe("live");
  });
});

describe("a stream that is silent", () => {
  test("longer than twice its heartbeat is dead", async () => {
    const { live, client, clock, settled } = connect();
    const heard = watchItem(client, "a");
    await settled();
    await clock.pass(39_000);
    live.stream.send({ beat: {} });
    await clock.pass(39_000);
    expect(heard.status).toBe("live");
    await clock.pass(1_600);
    expect(live.streams).toHaveLength(2);
    expect(heard.all).toEqual(["null", "live", "stale", "live"]);
  });

  test("while the machine slept is found dead soon after", async () => {
    const { live, client, clock, settled } = connect();
    watchItem(client, "a");
    await settled();
    clock.sleep(3_600_000);
    await clock.pass(10_600);
    expect(live.streams).toHaveLength(2);
  });

  test("is not taken for dead as long as anything comes, a piece of a frame too", async () => {
    const { live, client, clock, settled } = connect();
    watchItem(client, "a");
    await settled();
    for (let time = 0; time < 10; time++) {
      live.stream.write(": ");
      await clock.pass(35_000);
    }
    expect(live.streams).toHaveLength(1);
  });
});

describe("where streams do not get through", () => {
  const never = () => new Promise<Response>(() => {});
  const cutAtOnce = () =>
    new Response('data: {"hello":{"version":1,"stream":"x","heartbeatMs":20000}}\n\n', {
      headers: { "content-type": "text/event-stream" },
    });

  test.each([
    ["held back by a proxy", never, 5_000],
    ["ended at once", cutAtOnce, 0],
  ])("being %s, the third one is followed by polling", async (_, answer, each) => {
    const { live, client, clock, settled } = connect();
    for (let time = 0; time < 3; time++) live.spoiled.push({ path: "/_servery/live", answer });
    live.commit("a", { n: 1 });
    live.commit("b", { n: 1 });
    const heard = watchItem(client, "a");
    watchItem(client, "b");
    await clock.pass(3 * each + 500 + 1_000);
    expect(live.seen.slice(0, 3)).toEqual(["live a,b", "live a,b", "live a,b"]);
    expect(heard.all.filter((word) => word !== "stale")).toEqual(['{"n":1}', "live"]);
    expect(live.seen.slice(3)).toEqual(["poll a,b", "poll a=,b="]);
    live.commit("a", { n: 2 });
    await settled();
    expect(heard.data).toEqual([{ n: 1 }, { n: 2 }]);
    expect(live.seen.slice(5)).toEqual(["poll a=,b="]);
  });

  test("what is watched later is asked for at once, and what is not any more is left out", async () => {
    const { live, client, clock, settled } = connect();
    for (let time = 0; time < 3; time++)
      live.spoiled.push({ path: "/_servery/live", answer: cutAtOnce });
    const a = watchItem(client, "a");
    await clock.pass(2_000);
    const b = watchItem(client, "b");
    await settled();
    expect(b.all).toEqual(["null", "live"]);
    a.stop();
    await settled();
    expect(live.seen.slice(3)).toEqual(["poll a", "poll a=", "poll a=,b", "poll a=,b=", "poll b="]);
  });

  test("a stream is tried again after ten minutes, and polling goes on if that fails", async () => {
    const { live, client, clock } = connect();
    for (let time = 0; time < 4; time++)
      live.spoiled.push({ path: "/_servery/live", answer: cutAtOnce });
    const heard = watchItem(client, "a");
    await clock.pass(2_000);
    expect(heard.status).toBe("live");
    await clock.pass(601_000);
    expect(live.seen.filter((line) => line.startsWith("live"))).toHaveLength(4);
    expect(heard.status).toBe("live");
    expect(live.streams).toHaveLength(0);
    await clock.pass(601_000);
    expect(live.streams).toHaveLength(1);
    expect(heard.status).toBe("live");
    expect(heard.data).toHaveLength(1);
  });

  test("nothing is left to wait for once nothing is watched, and a stream is tried by whoever is next", async () => {
    const { live, client, clock } = connect();
    for (let time = 0; time < 4; time++)
      live.spoiled.push({ path: "/_servery/live", answer: cutAtOnce });
    const heard = watchItem(client, "a");
    await clock.pass(2_000);
    expect(heard.status).toBe("live");
    heard.stop();
    // Longer than the service waits with its answer, in whose place a fake waits by the same clock.
    await clock.pass(30_000);
    expect(clock.waiting).toBe(0);
    const next = watchItem(client, "b");
    await clock.pass(2_000);
    expect(live.seen.filter((line) => line.startsWith("live"))).toHaveLength(4);
    expect(next.status).toBe("live");
    expect(live.seen.at(-1)).toMatch(/^poll/);
  });

  test("a question that is never answered is given up", async () => {
    const { live, client, clock } = connect();
    for (let time = 0; time < 3; time++)
      live.spoiled.push({ path: "/_servery/live", answer: cutAtOnce });
    live.spoiled.push({ path: "/_servery/live/poll", answer: never });
    const heard = watchItem(client, "a");
    await clock.pass(35_000);
    expect(heard.status).toBe("connecting");
    await clock.pass(10_000);
    expect(heard.status).toBe("live");
  });
});

describe("what a plain call has shown meanwhile", () => {
  test("is not gone back behind: what is older is held back, and asked for again", async () => {
    const { live, client, settled } = connect();
    live.commit("a", { n: 1 });
    const heard = watchItem(client, "a");
    await settled();
    live.commitSilently("a", { n: 2 });
    const late = { token: live.token, hash: '[{"n":2}]', full: { n: 2 } };
    live.commitSilently("b", {});
    expect(await client.item.get({ id: "a" })).toEqual({ n: 2 });
    const [q] = live.stream.queries.keys();
    live.stream.send({ q, epoch: 1, ...late });
    await settled();
    expect(live.seen).toEqual(["live a", "GET /items/a", "change a= -1"]);
    expect(heard.all).toEqual(['{"n":1}', "live", "stale", '{"n":2}', "live"]);
  });

  test("is shown with the next word of life, if the service has no other", async () => {
    const { live, client, settled } = connect();
    live.commit("a", { n: 1 });
    const heard = watchItem(client, "a");
    await settled();
    live.commitSilently("a", { n: 2 });
    const late = { token: live.token, hash: '[{"n":2}]', full: { n: 2 } };
    live.commitSilently("b", {});
    await client.item.get({ id: "a" });
    const answer = () => new Promise<Response>(() => {});
    live.spoiled.push({ path: "/_servery/live/queries", answer });
    const [q] = live.stream.queries.keys();
    live.stream.send({ q, epoch: 1, ...late });
    live.stream.send({ beat: { token: live.token } });
    await settled();
    expect(heard.all.slice(2)).toEqual(["stale", '{"n":2}', "live"]);
  });

  test("and what the service tells under the old number counts until the new one is answered", async () => {
    const { live, client, settled } = connect();
    live.commit("a", { n: 1 });
    const heard = watchItem(client, "a");
    await settled();
    live.commitSilently("a", { n: 2 });
    const late = { token: live.token, hash: '[{"n":2}]', full: { n: 2 } };
    live.commitSilently("b", {});
    await client.item.get({ id: "a" });
    live.spoiled.push({
      path: "/_servery/live/queries",
      answer: () => new Promise<Response>(() => {}),
    });
    const [q] = live.stream.queries.keys();
    live.stream.send({ q, epoch: 1, ...late });
    await settled();
    live.commit("a", { n: 3 });
    live.stream.send({ beat: { token: live.token } });
    await settled();
    expect(heard.all.slice(2)).toEqual(["stale", '{"n":3}', "live"]);
  });
});
