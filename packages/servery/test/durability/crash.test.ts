import { afterAll, beforeAll, expect, it } from "vitest";

import { createRandom, type Random, toSeed } from "./random.ts";
import { type Acknowledged, auditShop } from "./shop-books.ts";
import { makeOrder, type Order, placeOrder } from "./shop-client.ts";
import { makeShopFile, type ShopFile } from "./shop-file.ts";
import { readErrors, startShop } from "./shop-process.ts";

const crashes = Number(process.env["SERVERY_CRASHES"] ?? 50);
const random = createRandom(toSeed());
const clients = 16;
const products = ["p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "scarce"];

let shop: ShopFile;
beforeAll(async () => {
  shop = await makeShopFile(
    Object.fromEntries(products.map((id) => [id, id === "scarce" ? 50 : 1_000_000])),
  );
  // Ends in order, so that later starts find compiled code.
  await (await startShop(shop.file)).end();
});
afterAll(() => shop.remove());

/** What one client knows over all crashes. */
interface Ledger {
  readonly acknowledged: Map<string, Acknowledged>;
  /** Sent, and nothing heard of. */
  readonly unknown: Map<string, Order>;
}

it(
  `keeps every acknowledged order, whole and once, through ${crashes} kills (seed ${random.seed})`,
  { timeout: 30_000 + crashes * 3000 },
  async () => {
    const ledger: Ledger = { acknowledged: new Map(), unknown: new Map() };
    let replays = 0;
    for (let crash = 0; crash < crashes; crash++) {
      const { fresh, replayed } = await orderUntilKilled(ledger, random);
      replays += replayed;
      expect(auditShop(shop.file, fresh), `after kill ${crash + 1}`).toEqual([]);
    }
    expect(auditShop(shop.file, ledger.acknowledged.values())).toEqual([]);
    // Without orders under way at the kill, and without outcomes found again, nothing was proven.
    expect(ledger.acknowledged.size).toBeGreaterThan(crashes * 5);
    expect(replays).toBeGreaterThan(0);
  },
);

interface Life {
  readonly fresh: readonly Acknowledged[];
  readonly replayed: number;
}

/** One life of the shop: first what is unknown from the last one is sent again, then new orders. */
async function orderUntilKilled(ledger: Ledger, { below }: Random): Promise<Life> {
  const server = await startShop(shop.file);
  const again = [...ledger.unknown.values(), ...pick(ledger.acknowledged, 2)];
  const fresh: Acknowledged[] = [];
  let [left, replayed] = [again.length + below(80), 0];
  let killed: Promise<void> | undefined;

  const record = (order: Order, id: string, isReplayed: boolean) => {
    const known = ledger.acknowledged.get(order.reference);
    if (known === undefined) ledger.acknowledged.set(order.reference, { order, id });
    else expect(id, `${order.reference} came again under another id`).toBe(known.id);
    fresh.push({ order, id });
    if (isReplayed) replayed++;
    else expect(known, `${order.reference} was placed twice`).toBeUndefined();
  };
  const client = async () => {
    while (killed === undefined) {
      const order = again.pop() ?? makeOrder(random, products);
      ledger.unknown.set(order.reference, order);
      const outcome = await placeOrder(server.url, order);
      if (outcome.kind === "unknown") continue;
      ledger.unknown.delete(order.reference);
      if (outcome.kind === "placed") record(order, outcome.id, outcome.isReplayed);
      else expect(outcome.status, readErrors(shop.file).join("\n")).toBe(409);
      if (--left <= 0) killed ??= server.kill();
    }
  };
  await Promise.all(Array.from({ length: clients }, client)).finally(server.kill);
  await killed;
  return { fresh, replayed };
}

function pick(acknowledged: ReadonlyMap<string, Acknowledged>, count: number): Order[] {
  const all = [...acknowledged.values()];
  return Array.from(
    { length: Math.min(count, all.length) },
    () => all[random.below(all.length)]!.order,
  );
}
