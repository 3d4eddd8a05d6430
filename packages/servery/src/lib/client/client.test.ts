import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, describe, expect, test, vi } from "vitest";
import * as z from "zod";

import { contract } from "../contract/contract.ts";
import { action, mutation, query } from "../contract/operation.ts";
import { problem } from "../contract/problem.ts";
import { parseIdempotencyKey } from "../protocol/idempotency-key.ts";
import { isProblemError } from "../protocol/problem-error.ts";
import { createClient, type HttpClientOptions } from "./client.ts";
import { createSkippingClock } from "./skipping-clock.fixture.ts";

const Album = z.object({ id: z.string(), title: z.string() });
const store = contract({
  name: "store",
  basePath: "/api",
  operations: {
    albums: {
      get: query({ path: "/albums/:id", input: z.object({ id: z.string() }), output: Album }),
    },
    orders: {
      place: mutation({
        path: "/orders",
        input: z.object({ albumId: z.string() }),
        output: z.object({ id: z.string() }),
        problems: {
          out_of_stock: problem(409, "Not enough stock", z.object({ available: z.int() })),
        },
      }),
      pay: action({
        path: "/payments",
        input: z.object({ id: z.string() }),
        output: z.object({ id: z.string() }),
      }),
    },
  },
});

const clock = createSkippingClock;
const album = { id: "7", title: "Blue" };
const passing = { title: "Busy", code: "overloaded", status: 503 };

type Answer = (response: ServerResponse, request: IncomingMessage) => void;
interface Seen {
  readonly line: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

const open: (() => void)[] = [];
afterEach(() => {
  vi.unstubAllGlobals();
  for (const close of open.splice(0)) close();
});

/** A real server that gives these answers in turn, the last one again and again. */
async function serve(...answers: Answer[]): Promise<{ url: string; seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    const { method, url, headers } = request;
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      const answer = answers[Math.min(seen.length, answers.length - 1)];
      seen.push({ line: `${method} ${url}`, headers, body });
      answer?.(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  open.push(
    () => server.closeAllConnections(),
    () => server.close(),
  );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, seen };
}

function json(status: number, value: unknown, headers: Record<string, string> = {}): Answer {
  const type = status < 400 ? "application/json" : "application/problem+json";
  return (response) =>
    response.writeHead(status, { "content-type": type, ...headers }).end(JSON.stringify(value));
}

const page: (status: number) => Answer = (status) => (response) =>
  response.writeHead(status, { "content-type": "text/html" }).end("<html>");
const hangUp: Answer = (_, request) => request.socket.destroy();
const cutOff: Answer = (response, request) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": "100" });
  response.write('{"id":"7",', () => request.socket.destroy());
};
const never: Answer = () => {};

function connect(url: string, options: Partial<HttpClientOptions> = {}) {
  return createClient(store, { url, clock: clock(), random: () => 0.5, ...options });
}

describe("a call", () => {
  test("is an ordinary request", async () => {
    const { url, seen } = await serve(json(200, album), json(201, { id: "o1" }));
    const client = connect(`${url}/`);
    expect(await client.albums.get({ id: "a 7" })).toEqual(album);
    expect(await client.orders.place({ albumId: "7" })).toEqual({ id: "o1" });
    expect(seen.map(({ line, body }) => [line, body])).toEqual([
      ["GET /api/albums/a%207", ""],
      ["POST /api/orders", '{"albumId":"7"}'],
    ]);
    expect(seen[0]?.headers.accept).toBe("application/json, application/problem+json");
    expect(seen[0]?.headers["content-type"]).toBeUndefined();
    expect(seen[1]?.headers["content-type"]).toBe("application/json");
  });

  test("works through a route artefact, which has nothing but routes", async () => {
    const { url } = await serve(json(200, album));
    const get = { kind: "query", method: "GET", path: "/albums/:id" };
    const artefact = {
      name: "store",
      basePath: "/api",
      operations: { albums: { get } },
    } as unknown as typeof store;
    expect(await createClient(artefact, { url }).albums.get({ id: "7" })).toEqual(album);
  });

  test("throws the service's problem, and returns it when safe", async () => {
    const stock = {
      title: "Not enough stock",
      code: "out_of_stock",
      status: 409,
      data: { available: 2 },
    };
    const { url, seen } = await serve(json(409, stock));
    const client = connect(url);
    await expect(client.orders.place({ albumId: "7" })).rejects.toMatchObject({
      code: "out_of_stock",
      message: "Not enough stock",
      problem: { status: 409, data: { available: 2 } },
    });
    const { data, problem: met } = await client.orders.place.safe({ albumId: "7" });
    expect(data).toBeUndefined();
    expect(met).toMatchObject({ code: "out_of_stock", data: { available: 2 } });
    expect(seen).toHaveLength(2);
  });

  test("sends the client's headers, made anew for each attempt, and then the call's", async () => {
    const { url, seen } = await serve(page(503), json(200, album));
    let count = 0;
    const client = connect(url, {
      headers: async () => ({ authorization: `Bearer ${++count}`, "x-a": "1" }),
    });
    await client.albums.get({ id: "7" }, { headers: { "x-a": "2" } });
    expect(seen.map(({ headers }) => [headers.authorization, headers["x-a"]])).toEqual([
      ["Bearer 1", "2"],
      ["Bearer 2", "2"],
    ]);
  });

  test("refuses before the network what no path can carry", async () => {
    const { url, seen } = await serve(json(200, album));
    const { problem: met } = await connect(url).albums.get.safe({ id: ".." });
    expect(met).toMatchObject({ code: "invalid_input", errors: [{ pointer: "/id" }] });
    expect(seen).toEqual([]);
  });

  test("is safe to await by mistake: a client is no promise", async () => {
    const client = connect("http://127.0.0.1:1");
    expect(await Promise.resolve(client.albums)).toBe(client.albums);
  });
});

describe("retries", () => {
  const call = {
    query: (client: ReturnType<typeof connect>) => client.albums.get({ id: "7" }),
    mutation: (client: ReturnType<typeof connect>) => client.orders.place({ albumId: "7" }),
    action: (client: ReturnType<typeof connect>) => client.orders.pay({ id: "7" }),
    "action with a key": (client: ReturnType<typeof connect>) =>
      client.orders.pay({ id: "7" }, { idempotencyKey: "mine" }),
  } as const;

  test.each([
    ["query", "a lost connection", 4, hangUp],
    ["query", "an answer cut off", 4, cutOff],
    ["query", "a proxy's 502", 4, page(502)],
    ["query", "a proxy's page with 200", 1, page(200)],
    ["query", "a 500", 1, json(500, { ...passing, code: "internal_error" })],
    ["query", "an overload", 4, json(503, passing)],
    ["query", "a rate limit", 4, json(429, { ...passing, code: "too_many_requests" })],
    ["mutation", "a lost connection", 4, hangUp],
    ["mutation", "an answer cut off", 4, cutOff],
    ["mutation", "an overload", 4, json(503, passing)],
    ["action", "a lost connection", 1, hangUp],
    ["action", "a proxy's 502", 1, page(502)],
    ["action", "an overload", 4, json(503, passing)],
    ["action with a key", "a lost connection", 4, hangUp],
  ] as const)("a %s after %s: attempts %i", async (kind, _, attempts, answer) => {
    const { url, seen } = await serve(answer);
    await expect(call[kind](connect(url))).rejects.toSatisfy(isProblemError);
    expect(seen).toHaveLength(attempts);
  });

  test("all attempts of a mutation have one key of 192 bits, each mutation its own", async () => {
    const { url, seen } = await serve(hangUp, page(503), json(200, { id: "1" }));
    const client = connect(url);
    await client.orders.place({ albumId: "7" });
    await client.orders.place({ albumId: "7" });
    const keys = seen.map(({ headers }) => parseIdempotencyKey(String(headers["idempotency-key"])));
    expect(keys[0]).toMatch(/^[0-9a-f]{48}$/);
    expect(keys.slice(0, 3)).toEqual([keys[0], keys[0], keys[0]]);
    expect(keys[3]).not.toBe(keys[0]);
  });

  test("a query and an action send no key of themselves, but the caller's", async () => {
    const { url, seen } = await serve(json(200, { id: "1", title: "" }));
    const client = connect(url);
    await client.albums.get({ id: "7" });
    await client.orders.pay({ id: "7" });
    await client.orders.pay({ id: "7" }, { idempotencyKey: "mine" });
    expect(seen.map(({ headers }) => headers["idempotency-key"])).toEqual([
      undefined,
      undefined,
      '"mine"',
    ]);
  });

  test("a twin in flight is waited for", async () => {
    const twin = json(409, { title: "Running", code: "idempotency_in_flight", status: 409 });
    const { url, seen } = await serve(hangUp, twin, twin, twin, twin, twin, json(200, { id: "1" }));
    expect(await connect(url).orders.place({ albumId: "7" })).toEqual({ id: "1" });
    expect(seen).toHaveLength(7);
  });

  test("Retry-After is honoured in seconds and as a date, and ends the call when it is long", async () => {
    const time = clock();
    const date = new Date(time.now() + 6000).toUTCString();
    const { url } = await serve(
      json(503, passing, { "retry-after": "2" }),
      json(503, passing, { "retry-after": date }),
      json(503, passing, { "retry-after": "60" }),
    );
    await expect(connect(url, { clock: time }).albums.get({ id: "7" })).rejects.toMatchObject({
      problem: { code: "overloaded", retryAfterMs: 60_000 },
    });
    expect(time.waits).toEqual([2200, 4200]);
  });

  test("none is made whose wait would pass the deadline: the last problem is the outcome", async () => {
    const { url, seen } = await serve(json(503, passing, { "retry-after": "8" }));
    const { problem: met } = await connect(url, { timeoutMs: 20_000 }).albums.get.safe({ id: "7" });
    expect(met?.code).toBe("overloaded");
    expect(seen).toHaveLength(3);
  });

  test("none is made where they are switched off, for a client or a call", async () => {
    const { url, seen } = await serve(page(503));
    await connect(url, { retry: false }).albums.get.safe({ id: "7" });
    await connect(url).albums.get.safe({ id: "7" }, { retry: false });
    await connect(url).albums.get.safe({ id: "7" }, { retry: { attempts: 2 } });
    expect(seen).toHaveLength(4);
  });
});

describe("an end before the answer", () => {
  test("a caller's abort is a problem that is an AbortError too", async () => {
    const { url } = await serve(never);
    const controller = new AbortController();
    const calling = connect(url).albums.get({ id: "7" }, { signal: controller.signal });
    controller.abort();
    await expect(calling).rejects.toMatchObject({
      name: "AbortError",
      code: "aborted",
      cause: controller.signal.reason,
    });
  });

  test("an abort beforehand sends nothing", async () => {
    const { url, seen } = await serve(json(200, album));
    const { problem: met } = await connect(url).albums.get.safe(
      { id: "7" },
      { signal: AbortSignal.abort() },
    );
    expect(met?.code).toBe("aborted");
    expect(seen).toEqual([]);
  });

  test("an abort while it waits for its next attempt sends no more", async () => {
    const { url, seen } = await serve(page(503));
    const controller = new AbortController();
    const held = { now: () => 0, schedule: () => (controller.abort(), () => {}) };
    const calling = connect(url, {
      clock: { ...held, schedule: (ms) => (ms < 30_000 ? held.schedule() : () => {}) },
    });
    const { problem: met } = await calling.albums.get.safe(
      { id: "7" },
      { signal: controller.signal },
    );
    expect(met?.code).toBe("aborted");
    expect(seen).toHaveLength(1);
  });

  test("the deadline covers the answer's body", async () => {
    const time = clock();
    const half: Answer = (response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.write('{"id":', () => setImmediate(time.expire));
    };
    const { url } = await serve(half);
    await expect(connect(url, { clock: time }).albums.get({ id: "7" })).rejects.toMatchObject({
      name: "TimeoutError",
      code: "timeout",
      message: "No answer arrived within 30000 ms.",
    });
  });

  test("a caller's own time limit is a timeout too", async () => {
    const { url } = await serve(never);
    const { problem: met } = await connect(url).albums.get.safe(
      { id: "7" },
      { signal: AbortSignal.timeout(1) },
    );
    expect(met?.code).toBe("timeout");
  });

  test("leaves no listener on a signal that outlives the call", async () => {
    const { url } = await serve(json(200, album));
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, "addEventListener");
    const removed = vi.spyOn(signal, "removeEventListener");
    await connect(url).albums.get({ id: "7" }, { signal });
    expect(added.mock.calls.length).toBe(1);
    expect(removed.mock.calls).toEqual(
      added.mock.calls.map(([type, listener]) => [type, listener]),
    );
  });

  test("a lost service and a device without network are told apart", async () => {
    const { url } = await serve(never);
    for (const close of open.splice(0)) close();
    const client = connect(url, { retry: false });
    const lost = await client.albums.get.safe({ id: "7" });
    expect(lost.problem).toMatchObject({ code: "network_error", status: 0 });
    expect(lost.problem?.detail).toContain("ECONNREFUSED");
    vi.stubGlobal("navigator", { onLine: false });
    expect((await client.albums.get.safe({ id: "7" })).problem?.code).toBe("offline");
  });
});

describe("where the service is", () => {
  test.each([undefined, "", "/api", "api.example.com", "ftp://x"])(
    "%s is refused without a page",
    (url) => {
      expect(() => createClient(store, url === undefined ? {} : { url })).toThrow(
        expect.objectContaining({ code: "invalid_url" }),
      );
    },
  );

  test("is the page's own origin by default", async () => {
    vi.stubGlobal("location", { origin: "https://shop.example" });
    const urls: string[] = [];
    const fetch = async (url: string) => (urls.push(url), Response.json(album));
    await createClient(store, { fetch }).albums.get({ id: "7" });
    await createClient(store, { fetch, url: "/v2" }).albums.get({ id: "7" });
    expect(urls).toEqual(["/api/albums/7", "/v2/api/albums/7"]);
  });

  test("a redirect is followed by a query only", async () => {
    const moved: Answer = (response, request) =>
      request.url?.startsWith("/moved")
        ? json(200, album)(response, request)
        : response.writeHead(302, { location: "/moved" }).end();
    const { url, seen } = await serve(moved);
    expect(await connect(url).albums.get({ id: "7" })).toEqual(album);
    const { problem: met } = await connect(url).orders.place.safe({ albumId: "7" });
    expect(met).toMatchObject({ code: "malformed_answer", status: 302 });
    expect(seen.at(-1)?.line).toBe("POST /api/orders");
  });
});
