import { randomBytes } from "node:crypto";

import { createNumbers } from "../../load/requests.ts";
import { customers, manager, type OpenStore } from "./open-store.ts";
import { pick } from "./watched-mix.ts";

/** One write, and whether anything came of it. */
export type Write = () => Promise<void>;

interface Product {
  readonly id: number;
  readonly version: number;
}

/**
 * A day in the store: of a hundred writes, 80 are orders of one to three records, 12 change a record's stock,
 * price or note, 6 ship an order and 2 cancel one.
 */
export function createWrites(store: OpenStore): Write {
  const number = createNumbers(4242, 1_000_003);
  const waiting: string[] = [];
  return async () => {
    const chance = number() % 100;
    if (chance < 80 || waiting.length === 0) waiting.push(await placeOrder(store, number));
    else if (chance < 92) await updateProduct(store, number);
    else {
      const operation = chance < 98 ? "admin.orders.ship" : "admin.orders.cancel";
      await store.write({ operation, input: { number: waiting.shift()! }, by: manager });
    }
  };
}

async function placeOrder(store: OpenStore, number: () => number): Promise<string> {
  const by = number() % 5 < 2 ? { by: pick(customers, number) } : {};
  const { lines, totals } = await fillCart(store, number);
  const input = {
    region: "de",
    lines: lines.map(({ id }) => ({ kind: "record", id, quantity: 1 })),
    expectedTotalCents: totals.totalCents,
    customer: { name: "Clara Schumann", email: "clara@example.com" },
    address: { street: "Inselstrasse 18", postalCode: "04103", city: "Leipzig" },
    key: randomBytes(32).toString("base64url"),
  };
  const order = await store.write({ operation: "orders.place", input, ...by });
  return (order as { number: string }).number;
}

interface Quote {
  readonly lines: readonly { readonly id: number; readonly available: number }[];
  readonly totals: { readonly totalCents: number };
}

/** One to three records that are there. */
async function fillCart(store: OpenStore, number: () => number): Promise<Quote> {
  const ids = new Set(Array.from({ length: 1 + (number() % 3) }, () => 1 + (number() % 300)));
  const lines = [...ids].map((id) => ({ kind: "record", id, quantity: 1 }));
  const input = { region: "de", lines };
  const quote = JSON.parse((await store.read({ operation: "cart.quote", input })).text) as Quote;
  const isThere = quote.lines.every(({ available }) => available > 0);
  return isThere ? quote : fillCart(store, number);
}

async function updateProduct(store: OpenStore, number: () => number): Promise<void> {
  const list = await store.read({
    operation: "admin.products.list",
    input: { limit: 100, stockAtMost: 1_000_000 },
    by: manager,
  });
  const { items } = JSON.parse(list.text) as { items: Product[] };
  const { id, version } = pick(items, number);
  const changes = [
    { stock: 10 + (number() % 90) },
    { baseCents: 900 + (number() % 3000) },
    { note: `Came back in week ${number() % 52}.` },
  ];
  const input = { id, version, ...pick(changes, number) };
  await store.write({ operation: "admin.products.update", input, by: manager });
}
