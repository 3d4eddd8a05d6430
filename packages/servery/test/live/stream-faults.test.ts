import { once } from "node:events";

import { describe, expect, test } from "vitest";

import type { LiveFrame, QueryFrame } from "../../src/lib/protocol/live.ts";
import { connectSilently } from "../conformance/streams.ts";
import { startBufferingProxy } from "./buffering-proxy.ts";
import { serveStall, wideBytes } from "./stall-service.ts";
import { openStream, poll, post } from "./stream-reader.ts";

const item = { q: 1, operation: "get", input: { id: "a" } };
const wide = { ...item, operation: "wide" };

/** A request as bytes, for a client that reads when it likes. */
function toRequest(queries: readonly object[], version = "1.1"): string {
  const body = JSON.stringify({ version: 1, queries });
  return `POST /_servery/live HTTP/${version}\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

/** The frames in what a connection has received, whole ones only. */
function toFrames(received: string): LiveFrame[] {
  const events = received.matchAll(/^data: (.*)\n/gm);
  return [...events].map(([, data]) => JSON.parse(data!) as LiveFrame);
}

describe("a client that is slow", () => {
  test("gets the last state of what changed often, and little of what was between", async () => {
    const changes = 200;
    const { url, rename } = await serveStall();
    // Chunks would stand between the bytes of an event.
    const socket = connectSilently(url, toRequest([wide], "1.0"));
    await expect.poll(() => socket.readableLength).toBeGreaterThan(0);
    for (let change = 1; change <= changes; change++) await rename("a", `name${change}`);
    let received = "";
    socket.on("data", (bytes) => (received += String(bytes)));
    const hasLast = () => received.includes(`name${changes}"`) && received.endsWith("\n\n");
    while (!hasLast()) await once(socket, "data");
    const frames = toFrames(received).filter((frame) => "q" in frame) as QueryFrame[];
    const names = frames.map(({ full }) => (full as { name: string }).name);
    expect(names.at(-1)).toBe(`name${changes}`);
    expect(names).toEqual([...new Set(names)]);
    // What the kernel keeps for the two of them, and what is sent ahead: no more, whatever was written.
    expect(received.length).toBeLessThan((changes * wideBytes) / 2);
    socket.destroy();
  });

  test("that goes while much is on its way to it, leaves nothing behind", async () => {
    const { url } = await serveStall({ limits: { liveStreams: 1 } });
    const socket = connectSilently(url, toRequest([wide, { ...wide, q: 2 }]));
    await expect.poll(() => socket.readableLength).toBeGreaterThan(0);
    socket.destroy();
    await expect
      .poll(() =>
        openStream(url)
          .then((stream) => stream.id)
          .catch(() => ""),
      )
      .not.toBe("");
  });
});

describe("a proxy that passes an answer on when it is whole", () => {
  test("shows nothing of a stream before its end", async () => {
    const { url, service } = await serveStall();
    const proxy = await startBufferingProxy(url);
    let isSeen = false;
    const opening = openStream(proxy.url, [item]).finally(() => (isSeen = true));
    await expect.poll(() => proxy.held()).toBeGreaterThan(200);
    expect(isSeen).toBe(false);
    await service.close();
    const stream = await opening;
    expect(await stream.take(3)).toMatchObject([{ full: { name: "a" } }, { bye: {} }]);
  });

  test("lets polls through", async () => {
    const { url, rename, service } = await serveStall();
    const proxy = await startBufferingProxy(url);
    const [first] = (await poll(proxy.url, [item], 25_000)) as [QueryFrame];
    expect(first).toMatchObject({ full: { name: "a" } });
    const waiting = poll(proxy.url, [{ ...item, hash: first.hash! }], 25_000);
    await expect.poll(() => service.status().active).toBe(1);
    await rename("a", "through");
    expect(await waiting).toMatchObject([{ q: 1, full: { name: "through" } }]);
  });
});

describe("polls that wait", () => {
  test("are no work that would keep out others", async () => {
    const { service } = await serveStall({ limits: { concurrentRequests: 1 } });
    const [{ hash }] = (await poll(service, [item], 0)) as [QueryFrame];
    const waiting: Promise<QueryFrame[]>[] = [];
    for (let count = 1; count <= 5; count++) {
      waiting.push(poll(service, [{ ...item, hash: hash! }], 25_000));
      await expect.poll(() => service.status().active).toBe(count);
    }
    expect(await service.call("get", { id: "a" })).toMatchObject({ name: "a" });
    await service.close();
    expect((await Promise.all(waiting)).flat()).toMatchObject(
      waiting.map(() => ({ unchanged: true })),
    );
  });

  test("say that nothing has changed, once they have waited", async () => {
    const { service, clock } = await serveStall();
    const [{ hash, token }] = (await poll(service, [item], 0)) as [QueryFrame];
    const waiting = poll(service, [{ ...item, hash: hash! }], 10_000);
    await expect.poll(() => service.status().active).toBe(1);
    clock.advance(10_000);
    expect(await waiting).toEqual([{ q: 1, epoch: 1, token, hash, unchanged: true }]);
  });

  test("are over when their caller goes", async () => {
    const { url, service } = await serveStall();
    const abort = new AbortController();
    const body = { version: 1, queries: [], waitMs: 25_000 };
    const waiting = post(url, "/_servery/live/poll", body, {}, abort.signal);
    const gone = expect(waiting).rejects.toThrow();
    await expect.poll(() => service.status().active).toBe(1);
    abort.abort();
    await gone;
    await expect.poll(() => service.status().active).toBe(0);
  });

  test("answer several frames of one commit together", async () => {
    const { service, rename } = await serveStall();
    const asked = [item, { q: 2, operation: "list" }, { ...item, q: 3, input: { id: "b" } }];
    const first = (await poll(service, asked, 0)) as QueryFrame[];
    expect(first.map(({ q }) => q).toSorted()).toEqual([1, 2, 3]);
    const known = asked.map((query) => ({
      ...query,
      hash: first.find(({ q }) => q === query.q)!.hash!,
    }));
    const waiting = poll(service, known, 25_000);
    await expect.poll(() => service.status().active).toBe(1);
    await rename("a", "once");
    expect((await waiting).map(({ q }) => q).toSorted()).toEqual([1, 2]);
  });
});

describe("a service that closes", () => {
  test("says goodbye to its streams first, and waits for none", async () => {
    const { url, close, service } = await serveStall();
    const streams = [await openStream(url, [item]), await openStream(url)];
    await streams[0]!.take(1);
    // A stream that is told nothing and one that takes nothing.
    const stuck = connectSilently(url, toRequest([wide, { ...wide, q: 2 }, { ...wide, q: 3 }]));
    await expect.poll(() => stuck.readableLength).toBeGreaterThan(0);
    expect(service.status().active).toBe(0);
    const closing = close();
    for (const stream of streams) {
      expect(await stream.next()).toEqual({
        bye: { reason: "shutting_down", retryMs: expect.any(Number) },
      });
      expect(await stream.next()).toBeUndefined();
    }
    expect(await closing).toBe(true);
    stuck.destroy();
  });

  test("spreads those who come again over some seconds", async () => {
    const { service } = await serveStall();
    const streams = await Promise.all(Array.from({ length: 20 }, () => openStream(service)));
    await service.close();
    const byes = await Promise.all(streams.map((stream) => stream.next()));
    const waits = byes.map((frame) => (frame as { bye: { retryMs: number } }).bye.retryMs);
    expect(new Set(waits).size).toBeGreaterThan(10);
    expect(Math.max(...waits)).toBeLessThanOrEqual(5000);
  });
});
