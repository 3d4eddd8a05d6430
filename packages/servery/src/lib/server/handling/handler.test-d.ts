import { expectTypeOf, test } from "vitest";
import * as z from "zod";

import { createService } from "../../adapters/node/create-service.ts";
import { contract } from "../../contract/contract.ts";
import { nothing } from "../../contract/nothing.ts";
import { action, mutation, query } from "../../contract/operation.ts";
import { problem } from "../../contract/problem.ts";
import { resource } from "../../contract/resource.ts";
import type { ProblemError } from "../../protocol/problem-error.ts";
import { id, integer, text } from "../data/column.ts";
import { everyone } from "../data/policy.ts";
import { table } from "../data/table.ts";
import type { Handler, Handlers } from "./handler.ts";

const Item = z.object({ id: z.string(), stock: z.int() });
const get = query({
  path: "/items/:id",
  access: "public",
  input: z.object({ id: z.string() }),
  output: Item,
  problems: {
    not_found: problem(404, "No such item"),
    sold_out: problem(409, "Sold out", z.object({ since: z.int() })),
  },
});
const add = mutation({
  path: "/items",
  access: "public",
  input: z.object({ name: z.string(), at: z.string().transform((at) => new Date(at)) }),
  output: nothing,
});
const send = action({ path: "/send", access: "public", output: Item });
const operations = {
  items: { get, add },
  send,
  genres: resource("genres", Item, { access: "public" }),
};
const shop = contract({ name: "shop", operations });
const tables = {
  items: table("items", { id: id(), name: text(), stock: integer() }, { policy: everyone }),
};

test("a service's handlers need no annotation", () => {
  createService(shop, {
    tables,
    handlers: {
      items: {
        get: async ({ input, db, fail, now, random, log, signal, headers, requestId }) => {
          expectTypeOf(input).toEqualTypeOf<{ id: string }>();
          expectTypeOf(now()).toBeNumber();
          expectTypeOf(random.id()).toBeString();
          expectTypeOf(log.info).toBeFunction();
          expectTypeOf(signal).toEqualTypeOf<AbortSignal>();
          expectTypeOf(headers.get("accept")).toEqualTypeOf<string | undefined>();
          expectTypeOf(requestId).toBeString();
          const item = await db
            .selectFrom("items")
            .selectAll()
            .where("id", "=", input.id)
            .executeTakeFirst();
          expectTypeOf(item).toEqualTypeOf<
            { id: string; name: string; stock: number } | undefined
          >();
          if (item === undefined) throw fail("not_found", "It is gone");
          expectTypeOf(fail("sold_out", { since: 1 }, "Sorry")).toEqualTypeOf<ProblemError>();
          // @ts-expect-error: not declared
          fail("unknown");
          // @ts-expect-error: its data is missing
          fail("sold_out");
          // @ts-expect-error: its data is another
          fail("sold_out", { since: "yesterday" });
          // @ts-expect-error: no such table
          db.selectFrom("users");
          return item;
        },
        add: ({ input }) => {
          expectTypeOf(input.at).toEqualTypeOf<Date>();
        },
      },
      send: async ({ read, write, call, fetch, ...rest }) => {
        // @ts-expect-error: an action has no transaction of its own
        void rest.db;
        expectTypeOf(fetch).toEqualTypeOf<typeof globalThis.fetch>();
        expectTypeOf(
          await read((db) => db.selectFrom("items").select("stock").execute()),
        ).toEqualTypeOf<{ stock: number }[]>();
        expectTypeOf(await write(async () => 1)).toBeNumber();
        // @ts-expect-error: the input is missing
        void call(get);
        // @ts-expect-error: an action is called as a function
        void call(send);
        return call(get, { id: "1" });
      },
    },
  });
});

test("a forgotten, a superfluous and a wrong handler are mistakes", () => {
  const one: Handler<typeof get, typeof tables> = ({ input }) => ({ id: input.id, stock: 1 });
  const two = () => undefined;
  const three = () => ({ id: "1", stock: 1 });
  type All = Handlers<typeof operations, typeof tables>;
  expectTypeOf({ items: { get: one, add: two }, send: three }).toExtend<All>();
  expectTypeOf({ items: { get: one, add: two }, send: three, genres: {} }).toExtend<All>();
  expectTypeOf({ items: { get: one }, send: three }).not.toExtend<All>();
  expectTypeOf({ items: { get: one, add: two } }).not.toExtend<All>();
  expectTypeOf({ items: { get: () => ({ id: 1 }), add: two }, send: three }).not.toExtend<All>();
  const items = { get: one, add: two };
  createService(shop, {
    tables,
    // @ts-expect-error: there is no such operation
    handlers: { items, send: three, drop: two },
  });
});

test("without tables there is nothing to select from", () => {
  createService(contract({ name: "bare", operations: { send } }), {
    handlers: {
      send: async ({ read }) => {
        // @ts-expect-error: no tables at all
        await read((db) => db.selectFrom("items").execute());
        return { id: "1", stock: 1 };
      },
    },
  });
});
