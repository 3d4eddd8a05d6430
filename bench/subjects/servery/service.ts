import { createService } from "servery/server";

import type { SignedIn } from "../../shop/gate.ts";
import { openShop, toGuardedShop } from "./contract.ts";
import { getProduct } from "./get-product.ts";
import { placeOrder } from "./place-order.ts";
import { tables } from "./tables.ts";

const common = {
  mode: "production",
  pendingMigrations: "apply",
  tables,
  handlers: { products: { get: getProduct }, orders: { place: placeOrder } },
} as const;

/** Of the shop that anybody may use: without the bound of what one address may call, which peers have not. */
export const openSettings = { ...common, migrations: toFolder("open"), rate: false } as const;

/** Of the shop with accounts: everything is counted, and nobody is sent mails. */
export const guardedSettings = {
  ...common,
  migrations: toFolder("guarded"),
  rate: "10000000/minute",
  identity: {
    origin: "http://127.0.0.1",
    mailer: { send: () => Promise.resolve() },
    mailFrom: "shop@example.com",
  },
} as const;

/** The benchmark's shop, as a user of Servery writes it. */
export function createShop(database: string, signedIn: SignedIn | undefined) {
  return signedIn === undefined
    ? createService(openShop, { ...openSettings, database })
    : createGuardedShop(database, signedIn);
}

/** With accounts, limits and the audit. */
export function createGuardedShop(database: string, { perMinute }: SignedIn) {
  return createService(toGuardedShop(`${perMinute}/minute`), { ...guardedSettings, database });
}

function toFolder(name: "open" | "guarded"): string {
  return new URL(`migrations/${name}`, import.meta.url).pathname;
}
