import { contract, mutation, query } from "servery";
import { everyone, id, integer, table, timestamp } from "servery/server";
import { expect, test } from "vitest";
import * as z from "zod";

import { ask, bindService } from "./bind.fixture.ts";

// z.number(), which is easily written where z.int() was meant, lets 2^53 and more through.
const Visit = z.object({ id: z.string(), seats: z.number(), at: z.number() });
const add = mutation({
  path: "/visits",
  access: "public",
  input: Visit.omit({ id: true }),
  output: Visit,
});
const raise = mutation({
  path: "/raise",
  access: "public",
  input: z.object({ by: z.number() }),
  output: z.object({}),
});
const list = query({ path: "/visits", access: "public", output: z.array(Visit) });
const visits = table(
  "visits",
  { id: id(), seats: integer(), at: timestamp() },
  { policy: everyone },
);

test("a whole number that could not be read again is refused by name, and the list is still read", async () => {
  const { service } = bindService(contract({ name: "hall", operations: { add, raise, list } }), {
    tables: { visits },
    mode: "dev",
    handlers: {
      add: ({ input, db }) =>
        db.insertInto("visits").values(input).returningAll().executeTakeFirstOrThrow(),
      raise: async ({ input, db }) => {
        await db
          .updateTable("visits")
          .set((eb) => ({ seats: eb("seats", "+", input.by) }))
          .execute();
        return {};
      },
      list: ({ db }) => db.selectFrom("visits").selectAll().execute(),
    },
  });
  const post = (path: string, json: object) => {
    const headers = { "content-type": "application/json", "idempotency-key": crypto.randomUUID() };
    return ask(service, path, { method: "POST", body: JSON.stringify(json), headers });
  };
  expect((await post("/visits", { seats: 2, at: 1 })).status).toBe(200);
  for (const [path, json, column] of [
    ["/visits", { seats: 2 ** 53, at: 1 }, "seats"],
    ["/visits", { seats: 2, at: 2 ** 60 }, "at"],
    ["/raise", { by: Number.MAX_SAFE_INTEGER }, "seats"],
  ] as const)
    expect(await post(path, json)).toMatchObject({
      status: 422,
      json: { code: "invalid_input", errors: [{ pointer: `/${column}` }] },
    });
  const { status, json } = await ask(service, "/visits");
  expect([status, json]).toMatchObject([200, [{ seats: 2, at: 1 }]]);
});
