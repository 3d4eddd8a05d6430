import { createService } from "servery/server";

import { shop } from "./contract.ts";
import { getProduct } from "./get-product.ts";
import { placeOrder } from "./place-order.ts";
import { tables } from "./tables.ts";

export const migrations = new URL("migrations", import.meta.url).pathname;
export const handlers = { products: { get: getProduct }, orders: { place: placeOrder } };

/** The benchmark's shop, as a user of Servery writes it. */
export function createShop(database: string) {
  return createService(shop, {
    mode: "production",
    database,
    migrations,
    pendingMigrations: "apply",
    tables,
    handlers,
  });
}
