import { createService } from "servery/server";

import { shop } from "./contract.ts";
import { placeOrder } from "./place-order.ts";
import { tables } from "./tables.ts";

/** The benchmark's shop, as a user of Servery writes it. */
export function createShop(database: string, mode: "dev" | "production") {
  return createService(shop, {
    mode,
    database,
    tables,
    handlers: {
      products: {
        get: async ({ input, db, fail }) => {
          const product = await db
            .selectFrom("products")
            .selectAll()
            .where("id", "=", input.id)
            .executeTakeFirst();
          if (product === undefined) throw fail("not_found");
          return product;
        },
      },
      orders: { place: placeOrder },
    },
  });
}
