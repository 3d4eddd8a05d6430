import { connect } from "node:net";

import * as fc from "fast-check";
import { serve, type Served } from "servery/node";
import { silentLog } from "servery/server";
import { afterAll, beforeAll, expect, test } from "vitest";

import { createShelf } from "../conformance/shelf-service.ts";
import { createMemoryLog } from "../data/fixture.ts";

const log = createMemoryLog();
let served: Served;

beforeAll(async () => {
  const shelf = createShelf(log, {
    rate: false,
    limits: { bodyBytes: 4096, headersTimeoutMs: 2000, requestTimeoutMs: 2000 },
  });
  served = await serve(shelf, { port: 0, signals: false, log: silentLog });
  await shelf.call("seed", undefined);
});
afterAll(async () => {
  served.server.closeAllConnections();
  await served.close();
});

/** Sends bytes, ends its side, and answers all that came back until the service closed. */
function exchange(bytes: string | Uint8Array): Promise<string> {
  const { hostname, port } = new URL(served.url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let answer = "";
    socket.setEncoding("latin1");
    socket.setTimeout(10_000, () =>
      reject(new Error(`hangs after ${JSON.stringify(answer.slice(0, 200))}`)),
    );
    socket.on("data", (chunk) => (answer += String(chunk)));
    socket.on("error", () => resolve(answer));
    socket.on("close", () => resolve(answer));
    socket.end(bytes);
  });
}

/** Every answer on the connection is a whole one, and none is a failure of the service. */
function expectSane(answer: string): void {
  for (const [, status] of answer.matchAll(/HTTP\/1\.1 (\d{3}) /g))
    expect(Number(status), answer).toBeLessThan(500);
  expect(log.lines.filter(({ level }) => level === "error")).toEqual([]);
}

const token = fc.stringMatching(/^[A-Za-z-]{1,12}$/);
const path = fc.oneof(
  fc.constantFrom(
    "/items",
    "/items/first",
    "/items/first/take",
    "/items/search",
    "/sign-in",
    "/openapi.json",
  ),
  fc.stringMatching(/^\/[A-Za-z0-9%._~!$&'()*+,;=:@/?-]{0,60}$/),
);
const headerName = fc.oneof(
  fc.constantFrom(
    "Accept",
    "Accept-Encoding",
    "Content-Type",
    "Content-Encoding",
    "Idempotency-Key",
    "If-None-Match",
    "Origin",
    "X-Request-Id",
    "Expect",
    "__proto__",
    "constructor",
  ),
  token,
);
const headerValue = fc.oneof(
  fc.constantFrom("application/json", "*/*", "gzip, br;q=0", '"abc"', "W/", "null", ""),
  fc.stringMatching(/^[ -~]{0,40}$/),
);
const header = fc.tuple(headerName, headerValue);
const body = fc.oneof(
  fc.json({ maxDepth: 4 }),
  fc.constantFrom(
    "",
    "[".repeat(3000),
    '{"a":1,"a":2}',
    '{"name":"\\ud800","stock":1}',
    '{"name":"x","stock":1e999}',
    '{"__proto__":{}}',
  ),
  fc.string({ unit: "binary", maxLength: 100 }),
);

test("any request that is HTTP is answered, and never with a 5xx", async () => {
  const request = fc.record({
    method: fc.oneof(
      fc.constantFrom("GET", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "PATCH"),
      token,
    ),
    path,
    headers: fc.array(header, { maxLength: 6 }),
    body,
  });
  await fc.assert(
    fc.asyncProperty(request, async ({ method, path: target, headers, body: text }) => {
      const bytes = Buffer.from(text);
      const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join("");
      const head = `${method} ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${bytes.length}\r\n${lines}\r\n`;
      const answer = await exchange(Buffer.concat([Buffer.from(head), bytes]));
      expect(answer).toMatch(/^HTTP\/1\.1 \d{3} /);
      expectSane(answer);
    }),
    { numRuns: 400 },
  );
}, 60_000);

test("any bytes at all are answered or dropped, and never hang", async () => {
  const noise = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc
      .tuple(
        fc.constantFrom(
          "GET / HTTP/1.1\r\n",
          "POST /items HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
          "GET /items HTTP/1.1\r\nHost: x\r\n",
        ),
        fc.uint8Array({ maxLength: 100 }),
      )
      .map(([head, rest]) => Buffer.concat([Buffer.from(head), rest])),
  );
  await fc.assert(
    fc.asyncProperty(noise, async (bytes) => expectSane(await exchange(bytes))),
    { numRuns: 300 },
  );
}, 60_000);

test.each([
  ["two lengths", "Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef"],
  ["a length and chunks", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"],
  ["a negative length", "Content-Length: -1\r\n\r\n"],
  ["a length beyond its body", "Content-Length: 100\r\n\r\nabc"],
  ["a chunk that lies", "Transfer-Encoding: chunked\r\n\r\n5\r\nab\r\n0\r\n\r\n"],
  ["an endless chunk", `Transfer-Encoding: chunked\r\n\r\nfffff\r\n${"a".repeat(70_000)}`],
  ["a blank in a header's name", "Content Length: 1\r\n\r\na"],
  ["a nul byte", "X-A: a\0b\r\n\r\n"],
])("a request with %s is refused, and smuggles nothing", async (_, rest) => {
  const answer = await exchange(
    `POST /items HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${rest}GET /cached HTTP/1.1\r\nHost: x\r\n\r\n`,
  );
  expectSane(answer);
  expect(answer).not.toContain("HTTP/1.1 2");
});

test("wrong types in a query string are always told of, with their key", async () => {
  const wrong = fc.stringMatching(/^[A-Za-z_.]{1,10}$/);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom("limit", "ratio", "flag"), wrong, async (name, text) => {
      fc.pre(!(name === "flag" && (text === "true" || text === "false")));
      const answer = await exchange(
        `GET /items?${name}=${text} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
      );
      expect(answer).toContain("HTTP/1.1 422 ");
      expect(answer).toContain(`"pointer":"/${name}"`);
    }),
    { numRuns: 100 },
  );
}, 60_000);
