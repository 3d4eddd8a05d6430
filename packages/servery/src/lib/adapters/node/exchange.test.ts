import { once } from "node:events";

import { describe, expect, test } from "vitest";

import type { Exchange } from "../../ports/exchange.ts";
import { connectRaw, parseAnswers } from "./raw-http.fixture.ts";
import { serveOnce, text } from "./served.fixture.ts";

const post = "POST /records HTTP/1.1\r\nHost: x\r\n";

async function echoBody(exchange: Exchange) {
  const body = await exchange.readBody(10);
  return text(typeof body === "string" ? body : Buffer.from(body).toString());
}

describe("an exchange over node:http", () => {
  test("gives method, target, headers and peer as they came", async () => {
    const { url } = await serveOnce((exchange) =>
      text(
        JSON.stringify([
          exchange.method,
          exchange.target,
          exchange.header("x-one"),
          exchange.header("x-two"),
          exchange.header("x-none"),
          exchange.header("__proto__"),
          typeof exchange.header("constructor"),
          exchange.remoteAddress,
        ]),
      ),
    );
    const raw = await connectRaw(url);
    raw.send(
      "GET /a%2Fb?c=%20d HTTP/1.1\r\nHost: x\r\nX-One: 1\r\nX-Two: 2\r\nx-two: 3\r\nConnection: close\r\n\r\n",
    );
    const [answer] = parseAnswers(await raw.closed());
    expect(JSON.parse(answer!.body)).toEqual([
      "GET",
      "/a%2Fb?c=%20d",
      "1",
      "2, 3",
      null,
      null,
      "undefined",
      "127.0.0.1",
    ]);
  });

  test.each([
    ["http://shop.example/records?a=1", "/records?a=1"],
    ["http://shop.example", "/"],
    ["http://shop.example?a=1", "/?a=1"],
    ["//records", "//records"],
  ])("understands the target %s as %s", async (target, expected) => {
    const { url } = await serveOnce((exchange) => text(exchange.target), { docs: false });
    const raw = await connectRaw(url);
    raw.send(`GET ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(parseAnswers(await raw.closed())[0]!.body).toBe(expected);
  });

  test("reads a body that comes in pieces", async () => {
    const { url } = await serveOnce(echoBody);
    const raw = await connectRaw(url);
    raw.send(`${post}Content-Length: 6\r\n\r\nabc`);
    await new Promise((resolve) => setImmediate(resolve));
    raw.send("def");
    expect(parseAnswers(await raw.until(/def$/))[0]!.body).toBe("abcdef");
  });

  test("reads an empty body as no bytes", async () => {
    const { url } = await serveOnce(echoBody);
    expect(await (await fetch(`${url}/records`, { method: "POST" })).text()).toBe("");
  });

  test.each([
    ["declared", "Content-Length: 11\r\n\r\nabcdefghijk"],
    ["chunked", "Transfer-Encoding: chunked\r\n\r\n6\r\nabcdef\r\n5\r\nghijk\r\n0\r\n\r\n"],
  ])("stops at the limit of a %s body, and keeps the connection", async (_what, rest) => {
    const { url } = await serveOnce(echoBody);
    const raw = await connectRaw(url);
    raw.send(post + rest);
    await raw.until(/too_large$/);
    raw.send(`${post}Content-Length: 2\r\n\r\nok`);
    expect(parseAnswers(await raw.until(/ok$/)).map(({ body }) => body)).toEqual([
      "too_large",
      "ok",
    ]);
  });

  test("answers before a refused body is sent whole, and cuts off whoever sends on and on", async () => {
    const { url } = await serveOnce(echoBody);
    const raw = await connectRaw(url);
    raw.send(`${post}Content-Length: 100000000\r\n\r\n`);
    await raw.until(/too_large$/);
    const piece = "x".repeat(64 * 1024);
    const sending = setInterval(() => raw.send(piece), 1);
    await raw.closed();
    clearInterval(sending);
    expect(raw.socket.bytesWritten).toBeLessThan(100_000_000);
  });

  test("asks for the body of a caller that waits for 100 Continue, only when it is read", async () => {
    const { url } = await serveOnce(echoBody);
    const raw = await connectRaw(url);
    raw.send(`${post}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n`);
    await raw.until(/^HTTP\/1.1 100 Continue\r\n\r\n$/);
    raw.send("ok");
    expect(await raw.until(/ok$/)).toMatch(/HTTP\/1.1 200 OK/);
  });

  test("refuses without asking for the body when it is declared too large", async () => {
    const { url } = await serveOnce(echoBody);
    const raw = await connectRaw(url);
    raw.send(`${post}Expect: 100-continue\r\nContent-Length: 1000\r\n\r\n`);
    const answer = await raw.closed();
    expect(answer).toMatch(/too_large$/);
    expect(answer).not.toContain("100 Continue");
  });

  test("reports a body that stops coming as a timeout", async () => {
    const { url } = await serveOnce(echoBody, { limits: { requestTimeoutMs: 30 } });
    const raw = await connectRaw(url);
    raw.send(`${post}Content-Length: 6\r\n\r\nabc`);
    expect(await raw.until(/timeout$/)).toContain("200 OK");
  });

  test("reports a caller that leaves in the middle of its body as aborted", async () => {
    const outcome = Promise.withResolvers<unknown>();
    const { url } = await serveOnce(async (exchange) => {
      outcome.resolve(await exchange.readBody(10));
      return text("nobody reads this");
    });
    const raw = await connectRaw(url);
    raw.send(`${post}Content-Length: 6\r\n\r\nabc`);
    raw.socket.destroy();
    expect(await outcome.promise).toBe("aborted");
  });

  test("aborts its signal when the caller leaves, not when it was answered", async () => {
    const { url } = await serveOnce(async ({ signal, target }) => {
      signals.push(signal);
      if (target === "/records/stay") return text("here");
      await once(signal, "abort");
      left.resolve();
      return text("gone");
    });
    const signals: AbortSignal[] = [];
    const left = Promise.withResolvers<void>();
    await (await fetch(`${url}/records/stay`)).text();
    const raw = await connectRaw(url);
    raw.send("GET /records/leave HTTP/1.1\r\nHost: x\r\n\r\n");
    while (signals.length < 2) await new Promise((resolve) => setImmediate(resolve));
    raw.socket.destroy();
    await left.promise;
    expect(signals.map(({ aborted }) => aborted)).toEqual([false, true]);
  });
});

describe("a reply over node:http", () => {
  test.each([
    ["GET", 200, "content-length: 3", "abc"],
    ["HEAD", 200, "content-length: 3", ""],
    ["GET", 204, undefined, ""],
    ["GET", 304, undefined, ""],
  ])(
    "to %s with status %i has the length %s and the body %j",
    async (method, status, length, body) => {
      const { url } = await serveOnce(() => ({ ...text("abc"), status }));
      const raw = await connectRaw(url);
      raw.send(`${method} /records HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
      const all = await raw.closed();
      const end = all.indexOf("\r\n\r\n");
      expect(/content-length: \d+/i.exec(all.slice(0, end))?.[0]).toBe(length);
      expect(all).not.toMatch(/transfer-encoding/i);
      expect(all.slice(end + 4)).toBe(body);
    },
  );

  test("of bytes and of letters beyond ASCII has the length in bytes", async () => {
    const { url } = await serveOnce(({ target }) => ({
      ...text("ä€😀"),
      ...(target === "/records/bytes" ? { body: new Uint8Array([1, 2, 3]) } : {}),
    }));
    const letters = await fetch(`${url}/records`);
    expect([letters.headers.get("content-length"), await letters.text()]).toEqual(["9", "ä€😀"]);
    const bytes = await fetch(`${url}/records/bytes`);
    expect([...(await bytes.bytes())]).toEqual([1, 2, 3]);
  });

  test("that fails becomes a problem without a word of the failure", async () => {
    const lines: string[] = [];
    const log = {
      debug() {},
      info() {},
      warn() {},
      error: (fields: object) => void lines.push(String(Object.values(fields)[0])),
      child: () => log,
    };
    const { url } = await serveOnce(() => Promise.reject(new Error("the cellar is flooded")), {
      log,
    });
    const answer = await fetch(`${url}/records`);
    expect(answer.status).toBe(500);
    expect(await answer.text()).not.toContain("cellar");
    expect(lines.join()).toContain("the cellar is flooded");
  });
});
