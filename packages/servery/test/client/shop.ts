import * as z from "zod";

import { action, contract, mutation, nothing, problem, query } from "../../src/index.ts";
import { createService, everyone, id, integer, silentLog, table, text } from "../../src/server.ts";

const Record = z.object({ id: z.string(), title: z.string(), stock: z.int() });

/** A contract with one operation for each thing that a link must carry. */
export const shop = contract({
  name: "shop",
  basePath: "/api",
  operations: {
    records: {
      get: query({
        path: "/records/:id",
        access: "public",
        input: z.object({ id: z.string() }),
        output: Record,
        problems: { not_found: problem(404, "No such record") },
      }),
      list: query({
        path: "/records",
        access: "public",
        input: z.object({
          genres: z.array(z.string()).optional(),
          price: z.object({ max: z.number() }).optional(),
          after: z.iso.datetime().optional(),
        }),
        output: z.object({ asked: z.string(), said: z.string() }),
      }),
      add: mutation({
        path: "/records",
        access: "public",
        input: Record,
        output: nothing,
      }),
      remove: mutation({
        path: "/records/:id",
        method: "DELETE",
        access: "public",
        input: z.object({ id: z.string() }),
        output: nothing,
      }),
    },
    buy: mutation({
      path: "/records/:id/orders",
      access: "public",
      input: z.object({ id: z.string(), quantity: z.int().min(1) }),
      output: z.object({ left: z.int() }),
      problems: {
        out_of_stock: problem(409, "Not enough stock", z.object({ available: z.int() })),
      },
    }),
    search: query({
      path: "/search",
      method: "POST",
      access: "public",
      input: z.object({ words: z.string().optional() }),
      output: z.object({ asked: z.string() }),
    }),
    wait: action({ path: "/wait", access: "public", output: nothing }),
    crash: query({ path: "/crash", access: "public", output: Record }),
  },
});

const tables = {
  records: table("records", { id: id(), title: text(), stock: integer() }, { policy: everyone }),
};

/** A service of {@link shop}, without records. */
export function createShop() {
  return createService(shop, {
    tables,
    database: ":temporary:",
    mode: "dev",
    log: silentLog,
    handlers: {
      records: {
        get: async ({ input, db, fail }) => {
          const rows = db.selectFrom("records").selectAll().where("id", "=", input.id);
          const record = await rows.executeTakeFirst();
          if (record === undefined) throw fail("not_found");
          return { ...record, supplier: "SECRET" };
        },
        list: ({ input, headers }) => ({
          asked: JSON.stringify(input),
          said: headers.get("x-said") ?? "",
        }),
        add: async ({ input, db }) => {
          await db.insertInto("records").values(input).execute();
        },
        remove: async ({ input, db }) => {
          await db.deleteFrom("records").where("id", "=", input.id).execute();
        },
      },
      buy: async ({ input, db, fail }) => {
        const rows = db.selectFrom("records").select("stock").where("id", "=", input.id);
        const { stock } = await rows.executeTakeFirstOrThrow();
        if (stock < input.quantity) throw fail("out_of_stock", { available: stock });
        const left = stock - input.quantity;
        await db.updateTable("records").set({ stock: left }).where("id", "=", input.id).execute();
        return { left };
      },
      search: ({ input }) => ({ asked: JSON.stringify(input) }),
      wait: ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => reject(signal.reason));
        }),
      crash: () => {
        throw new Error("SECRET bug");
      },
    },
  });
}
