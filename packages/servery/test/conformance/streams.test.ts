import { describe, expect, test } from "vitest";

import type { Reply, ReplySink } from "../../src/lib/ports/exchange.ts";
import { connectSilently, serveStream, streamTransports } from "./streams.ts";

const headers = { "content-type": "text/event-stream" };

/** A reply that goes on, and what its writer is told. */
function createWriter(write: (sink: ReplySink) => void = () => {}) {
  const told: string[] = [];
  const closed = Promise.withResolvers<void>();
  const opened = Promise.withResolvers<ReplySink>();
  let onDrained = () => {};
  const reply = (): Reply => ({
    status: 200,
    headers: { ...headers },
    body: undefined,
    stream(sink) {
      told.push("opened");
      opened.resolve(sink);
      write(sink);
      return {
        drained() {
          told.push("drained");
          onDrained();
        },
        closed() {
          told.push("closed");
          closed.resolve();
        },
      };
    },
  });
  const drained = () => new Promise<void>((resolve) => (onDrained = resolve));
  return {
    handle: async () => reply(),
    told,
    opened: opened.promise,
    closed: closed.promise,
    drained,
  };
}

const large = "ä\u{1F600}x".repeat(200_000);

describe.each(streamTransports)("a reply that goes on, over $name", ({ ask }) => {
  test("is sent as it is written, without a length, and ends", async () => {
    const { handle, told, opened, closed } = createWriter((sink) => sink.write("one"));
    const answer = await ask(handle);
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toBe("text/event-stream");
    expect(answer.headers.get("content-length")).toBeNull();
    const sink = await opened;
    expect(await answer.read()).toBe("one");
    sink.write("two");
    expect(await answer.read()).toBe("two");
    sink.end();
    expect(await answer.read()).toBeUndefined();
    await closed;
    expect(told.filter((what) => what !== "drained")).toEqual(["opened", "closed"]);
  });

  test("has its headers sent before anything is written", async () => {
    const { handle, opened } = createWriter();
    const answer = await ask(handle);
    const sink = await opened;
    sink.write("late");
    expect(await answer.read()).toBe("late");
    sink.end();
  });

  test("ends with all that was written, however much, once it is taken", async () => {
    const { handle, closed, told } = createWriter((sink) => {
      sink.write(large);
      sink.end();
      sink.write("never");
    });
    const answer = await ask(handle);
    let text = "";
    for (let part = await answer.read(); part !== undefined; part = await answer.read())
      text += part;
    expect(text === large).toBe(true);
    await closed;
    expect(told.at(-1)).toBe("closed");
  });

  test("counts what was taken and what was not, and says when all is", async () => {
    const { handle, opened, drained } = createWriter();
    const answer = await ask(handle);
    const sink = await opened;
    const whole = drained();
    sink.write("ä".repeat(50_000));
    expect(sink.buffered + sink.taken).toBe(100_000);
    let length = 0;
    while (length < 50_000) length += (await answer.read())!.length;
    await whole;
    expect([sink.buffered, sink.taken]).toEqual([0, 100_000]);
    sink.end();
  });

  test("tells once that its reader has gone, and drops what is written to nobody", async () => {
    const { handle, opened, closed, told } = createWriter((sink) => sink.write("one"));
    const answer = await ask(handle);
    await answer.read();
    await answer.leave();
    await closed;
    const sink = await opened;
    sink.write("two");
    sink.end();
    sink.cut();
    expect(sink.buffered).toBe(0);
    expect(told.filter((what) => what === "closed")).toHaveLength(1);
  });

  test("tells that its caller has given up the request", async () => {
    const { handle, closed, told } = createWriter((sink) => sink.write("one"));
    const abort = new AbortController();
    const answer = await ask(handle, { signal: abort.signal });
    await answer.read();
    abort.abort();
    await expect(answer.read()).rejects.toThrow();
    await closed;
    expect(told.at(-1)).toBe("closed");
  });

  test("can be broken off, which its reader is told", async () => {
    const { handle, opened, closed, told } = createWriter((sink) => sink.write("one"));
    const answer = await ask(handle);
    await answer.read();
    (await opened).cut();
    await expect(answer.read()).rejects.toThrow();
    await closed;
    expect(told.at(-1)).toBe("closed");
  });

  test("is over at once for a HEAD, which gets the headers", async () => {
    const { handle, closed, told } = createWriter((sink) => sink.write("one"));
    const answer = await ask(handle, { method: "HEAD" });
    expect(answer.headers.get("content-type")).toBe("text/event-stream");
    expect(await answer.read()).toBeUndefined();
    await closed;
    expect(told).toEqual(["opened", "closed"]);
  });

  test("is over at once when its caller has gone before", async () => {
    const { handle, closed, told } = createWriter((sink) => sink.write("one"));
    const asked = Promise.withResolvers<void>();
    const gone = Promise.withResolvers<void>();
    const abort = new AbortController();
    const waiting = async (exchange: { readonly signal: AbortSignal }) => {
      exchange.signal.addEventListener("abort", () => gone.resolve());
      asked.resolve();
      await gone.promise;
      return handle();
    };
    const answer = ask(waiting, { signal: abort.signal }).catch(() => undefined);
    await asked.promise;
    abort.abort();
    await answer;
    await closed;
    expect(told).toEqual(["opened", "closed"]);
  });
});

describe("a reply that goes on, over node:http", () => {
  test("ends with its connection for HTTP/1.0, which knows no chunks", async () => {
    const { handle } = createWriter((sink) => {
      sink.write("one");
      sink.end();
    });
    const socket = connectSilently(await serveStream(handle), "POST / HTTP/1.0\r\n\r\n");
    let text = "";
    for await (const part of socket) text += String(part);
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\none$/);
    expect(text).not.toMatch(/transfer-encoding|content-length/i);
  });

  test("closes its connection, so that a server that ends need not wait for it", async () => {
    const { handle } = createWriter((sink) => sink.end());
    const url = await serveStream(handle);
    const socket = connectSilently(url, "POST / HTTP/1.1\r\nHost: x\r\n\r\n");
    let text = "";
    for await (const part of socket) text += String(part);
    expect(text).toMatch(/connection: close\r\n/i);
  });

  test("is seen to be taken in part by a reader that does not take all", async () => {
    const { handle, opened } = createWriter();
    const url = await serveStream(handle);
    const socket = connectSilently(url, "POST / HTTP/1.1\r\nHost: x\r\n\r\n");
    const sink = await opened;
    // More than the kernel keeps for the two of them.
    sink.write("x".repeat(32 * 1024 * 1024));
    await expect.poll(() => sink.taken).toBeGreaterThan(0);
    expect(sink.buffered).toBeGreaterThan(0);
    socket.resume();
    await expect.poll(() => sink.buffered, { timeout: 30_000 }).toBe(0);
    socket.destroy();
  });
});
