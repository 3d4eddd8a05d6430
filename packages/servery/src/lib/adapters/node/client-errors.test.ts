import { describe, expect, test } from "vitest";

import { connectRaw, parseAnswers } from "./raw-http.fixture.ts";
import { serveOnce, text } from "./served.fixture.ts";

const get = "GET /records HTTP/1.1\r\nHost: x\r\n\r\n";

describe("what never becomes a request is answered as a problem:", () => {
  test.each([
    ["no HTTP at all", "hello\r\n\r\n", 400, "malformed_request"],
    [
      "a broken header",
      "GET / HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n",
      400,
      "malformed_request",
    ],
    [
      "two lengths",
      "POST /records HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
      400,
      "malformed_request",
    ],
    [
      "a length and chunks",
      "POST /records HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
      400,
      "malformed_request",
    ],
    ["a TLS greeting", "\x16\x03\x01\x02\x00\x01", 400, "malformed_request"],
    [
      "a broken chunk",
      "POST /records HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
      400,
      "malformed_request",
    ],
    [
      "headers beyond the limit",
      `GET / HTTP/1.1\r\nHost: x\r\nCookie: ${"c".repeat(20_000)}\r\n\r\n`,
      431,
      "headers_too_large",
    ],
    ["a tunnel", "CONNECT shop.example:443 HTTP/1.1\r\nHost: x\r\n\r\n", 405, "method_not_allowed"],
  ])("%s", async (_what, bytes, status, code) => {
    const { url } = await serveOnce(async (exchange) => text(String(await exchange.readBody(10))));
    const raw = await connectRaw(url);
    raw.send(bytes);
    const answers = parseAnswers(await raw.closed());
    expect(answers).toHaveLength(1);
    expect(answers[0]!.head).toContain("content-type: application/problem+json");
    expect(answers[0]!.status).toBe(status);
    expect(JSON.parse(answers[0]!.body)).toMatchObject({
      code,
      status,
      type: `urn:problem-type:shelf:${code}`,
    });
  });

  test("a request without Host, which HTTP/1.0 need not have", async () => {
    const { url } = await serveOnce(() => text("served"));
    const modern = await connectRaw(url);
    modern.send("GET /records HTTP/1.1\r\nConnection: close\r\n\r\n");
    expect(await modern.closed()).toMatch(/^HTTP\/1.1 400 [^]*"code":"malformed_request"/);
    const old = await connectRaw(url);
    old.send("GET /records HTTP/1.0\r\n\r\n");
    expect(await old.closed()).toMatch(/served$/);
  });

  test("headers that take too long", async () => {
    const { url } = await serveOnce(() => text("served"), { limits: { headersTimeoutMs: 50 } });
    const raw = await connectRaw(url);
    raw.send("GET / HTTP/1.1\r\nHost: x\r\n");
    const answer = parseAnswers(await raw.closed())[0]!;
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([408, "request_timeout"]);
  });
});

describe("requests on one connection", () => {
  test("that are pipelined are answered in their order", async () => {
    const { url } = await serveOnce(async ({ target }) => {
      if (target === "/records/1") await new Promise((resolve) => setTimeout(resolve, 20));
      return text(target);
    });
    const raw = await connectRaw(url);
    raw.send(
      ["1", "2", "3"].map((id) => `GET /records/${id} HTTP/1.1\r\nHost: x\r\n\r\n`).join(""),
    );
    const answers = parseAnswers(await raw.until(/\/records\/3$/));
    expect(answers.map(({ body }) => body)).toEqual(["/records/1", "/records/2", "/records/3"]);
  });

  test("that end in rubbish: the good one keeps its own answer, then comes the problem", async () => {
    const { promise: go, resolve: release } = Promise.withResolvers<void>();
    const { url } = await serveOnce(async () => {
      await go;
      return text("good");
    });
    const raw = await connectRaw(url);
    raw.send(`${get}rubbish\r\n\r\n`);
    setImmediate(release);
    const answers = parseAnswers(await raw.closed());
    expect(answers.map(({ status }) => status)).toEqual([200, 400]);
    expect(answers[0]!.body).toBe("good");
  });

  test("get one answer each, also when the rest of an answered one's body is broken", async () => {
    const { url } = await serveOnce(() => text("no need to read on"));
    const raw = await connectRaw(url);
    raw.send("POST /records HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n");
    await raw.until(/read on$/);
    raw.send("rubbish\r\n");
    expect(parseAnswers(await raw.closed()).map(({ status }) => status)).toEqual([200]);
  });

  test("do not bring down the server, however they end", async () => {
    const { url } = await serveOnce(() => text("served"));
    for (const bytes of [get, "GET / HT", "\0\0\0\0", `${get}${get}`]) {
      const raw = await connectRaw(url);
      raw.send(bytes);
      raw.socket.resetAndDestroy();
    }
    expect(await (await fetch(`${url}/records`)).text()).toBe("served");
  });
});
