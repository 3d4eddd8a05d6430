import { createService, everyone, id, integer, silentLog, table } from "../../../src/server.ts";
import { shelf } from "./page/contract.ts";

/** A real service of the page's contract, with items `1` to `3`. */
export async function openShelf() {
  const items = table("items", { id: id(), stock: integer() }, { policy: everyone });
  const service = createService(shelf, {
    database: ":temporary:",
    log: silentLog,
    tables: { items },
    handlers: {
      items: {
        get: async ({ input, db, fail }) => {
          const found = db.selectFrom("items").selectAll().where("id", "=", input.id);
          const item = await found.executeTakeFirst();
          if (item === undefined) throw fail("not_found");
          return item;
        },
        hinted: ({ input, db }) =>
          db.selectFrom("items").selectAll().where("id", "=", input.id).executeTakeFirstOrThrow(),
        set: async ({ input, db }) => {
          const row = db.insertInto("items").values(input);
          await row.onConflict((on) => on.column("id").doUpdateSet(input)).execute();
        },
        remove: async ({ input, db }) => {
          await db.deleteFrom("items").where("id", "=", input.id).execute();
        },
      },
    },
  });
  await service.ready();
  for (const name of ["1", "2", "3"]) await service.call("items.set", { id: name, stock: 10 });
  return service;
}
