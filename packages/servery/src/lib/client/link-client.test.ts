import { expect, test } from "vitest";
import * as z from "zod";

import { contract } from "../contract/contract.ts";
import { mutation, query } from "../contract/operation.ts";
import type { Link, LinkOptions } from "../ports/link.ts";
import { ProblemError } from "../protocol/problem-error.ts";
import { createClient } from "./client.ts";
import { createSkippingClock } from "./skipping-clock.fixture.ts";

const Order = z.object({ id: z.string() });
const store = contract({
  name: "store",
  operations: {
    orders: {
      get: query({ path: "/orders/:id", input: Order, output: Order }),
      place: mutation({ path: "/orders", input: z.object({ albumId: z.string() }), output: Order }),
    },
  },
});

type Attempt = (signal: AbortSignal | undefined) => Promise<unknown>;

/** A client over a link that does these things in turn, and what the link was given. */
function connect(...attempts: Attempt[]) {
  const seen: { id: string; input: unknown; options: LinkOptions }[] = [];
  const link: Link = {
    call: async (id, input, options) => {
      seen.push({ id, input, options });
      return attempts[seen.length - 1]?.(options.signal);
    },
  };
  const clock = createSkippingClock();
  return { seen, clock, client: createClient(store, { link, clock, headers: { "X-A": "1" } }) };
}

const busy = { type: "about:blank", title: "Busy", status: 503, code: "overloaded" };
const order = { id: "1" };

test("a link gets the operation's name, the input, and what goes with the call", async () => {
  const { client, seen } = connect(async () => order);
  expect(await client.orders.get({ id: "1" }, { headers: { "X-B": "2" } })).toEqual(order);
  expect(seen).toMatchObject([
    {
      id: "orders.get",
      input: { id: "1" },
      options: { headers: { "x-a": "1", "x-b": "2" }, idempotencyKey: undefined },
    },
  ]);
});

test("an attempt that failed is made again over any link, under the same key", async () => {
  const { client, seen } = connect(
    () => Promise.reject(new ProblemError(busy)),
    async () => order,
  );
  expect(await client.orders.place({ albumId: "7" })).toEqual(order);
  const keys = seen.map(({ options }) => options.idempotencyKey);
  expect(keys).toEqual([keys[0], keys[0]]);
  expect(keys[0]).toHaveLength(60);
});

test("a link that heeds no signal cannot hold a call beyond its deadline", async () => {
  const { client, clock } = connect(() => new Promise(() => setImmediate(clock.expire)));
  const { problem } = await client.orders.get.safe({ id: "1" });
  expect(problem?.code).toBe("timeout");
});

test("a bug is no problem: it is thrown, also past safe", async () => {
  const { client, seen } = connect(() => Promise.reject(new TypeError("bug")));
  await expect(client.orders.get.safe({ id: "1" })).rejects.toThrow("bug");
  expect(seen).toHaveLength(1);
});
