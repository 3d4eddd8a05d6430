import { afterEach, describe, expect, test } from "vitest";

import { parseIdempotencyKey } from "../protocol/idempotency-key.ts";
import { isProblemError } from "../protocol/problem-error.ts";
import type { Wait } from "./caller.ts";
import {
  clock,
  connect,
  cutOff,
  endServers,
  hangUp,
  json,
  page,
  passing,
  serve,
} from "./fake-service.fixture.ts";

afterEach(endServers);

describe("retries", () => {
  const call = {
    query: (client: ReturnType<typeof connect>) => client.albums.get({ id: "7" }),
    mutation: (client: ReturnType<typeof connect>) => client.orders.place({ albumId: "7" }),
    action: (client: ReturnType<typeof connect>) => client.orders.pay({ id: "7" }),
    "action with a key": (client: ReturnType<typeof connect>) =>
      client.orders.pay({ id: "7" }, { idempotencyKey: "mine" }),
    "repeatable action": (client: ReturnType<typeof connect>) => client.orders.ship({ id: "7" }),
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
    ["repeatable action", "a lost connection", 4, hangUp],
    ["repeatable action", "a proxy's 502", 4, page(502)],
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
    expect(keys[0]).toMatch(/^01[0-9a-f]{58}$/);
    expect(keys.slice(0, 3)).toEqual([keys[0], keys[0], keys[0]]);
    expect(keys[3]).not.toBe(keys[0]);
  });

  test("a query and an action send no key of themselves, but the caller's", async () => {
    const { url, seen } = await serve(json(200, { id: "1", title: "" }));
    const client = connect(url);
    await client.albums.get({ id: "7" });
    await client.orders.pay({ id: "7" });
    await client.orders.ship({ id: "7" });
    await client.orders.pay({ id: "7" }, { idempotencyKey: "mine" });
    expect(seen.map(({ headers }) => headers["idempotency-key"])).toEqual([
      undefined,
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

  test("each wait is told of before it begins, for a client or a call", async () => {
    const busy = json(429, { ...passing, code: "too_many_requests" }, { "retry-after": "3" });
    const { url } = await serve(busy, page(503), json(200, { id: "7", title: "" }));
    const told: unknown[] = [];
    const tell = ({ problem, delayMs, attempt }: Wait) =>
      void told.push([problem.code, delayMs, attempt]);
    await connect(url, { onWait: tell }).albums.get({ id: "7" });
    expect(told).toEqual([
      ["too_many_requests", 3200, 1],
      ["malformed_answer", 400, 2],
    ]);
    await connect(url).albums.get({ id: "7" }, { onWait: tell });
    expect(told).toHaveLength(2);
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
