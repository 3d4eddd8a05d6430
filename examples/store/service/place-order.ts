import type { ArgumentsOf, OutputOf } from "servery";
import type { Db, Handler } from "servery/server";

import { mostCopies, stockTold } from "../contract/bounds.ts";
import type { placeOrder } from "../contract/orders.ts";
import type { StoreTables } from "../tables.ts";
import { type CartLine, mergeLines, priceLines } from "./cart-lines.ts";
import { toKeyHash, toOrderNumber } from "./order-key.ts";
import { openPriceBook, type RegionRules } from "./price-book.ts";
import { toTotals } from "./pricing/totals.ts";

type Order = OutputOf<typeof placeOrder>;
type Till = Db<StoreTables>["unrestricted"];

/** One transaction: what is checked here is still so when the stock is taken. */
export const placeOrderHandler: Handler<typeof placeOrder, StoreTables> = async (context) => {
  const { input, db, fail, user } = context;
  const book = await openPriceBook(db, input.region, user);
  if (book === undefined) throw fail("unknown_region");

  const wanted = mergeLines(input.lines);
  const greedy = wanted.find((line) => line.kind === "record" && line.quantity > mostCopies);
  if (greedy !== undefined)
    throw fail("too_many_copies", { productId: greedy.id, most: mostCopies });

  const { lines, unknown } = await priceLines(db, wanted, book);
  if (unknown.length > 0) throw fail("unknown_product", { lines: [...unknown] });
  const ships = lines.some(({ line }) => line.kind === "record");
  if (ships && input.address === undefined) throw fail("address_required");
  const short = findShort(lines);
  if (short.length > 0) throw fail("out_of_stock", { lines: short });

  const priced = lines.map(({ line }) => line);
  const totals = toTotals(priced, book.region, book.discounts);
  const { expectedTotalCents } = input;
  if (totals.totalCents !== expectedTotalCents)
    throw fail("price_changed", { expectedTotalCents, totals });

  return ringUp(context, lines, (agreed) =>
    toOrder(input, book.region, { ...agreed, lines: priced, totals, ships }),
  );
};

/**
 * Takes the stock and writes the order down. No customer may write on the shelves, and an order without
 * an owner is nobody's to see: this one handler, which has checked all of it, does both for everybody.
 */
async function ringUp(
  { input, db, fail, now, random, user }: Parameters<typeof placeOrderHandler>[0],
  lines: readonly CartLine[],
  toOrderWith: (agreed: Pick<Order, "number" | "placedAt">) => Order,
): Promise<Order> {
  const till = db.unrestricted;
  const keyHash = toKeyHash(input.key);
  if (await isTaken(till, keyHash)) throw fail("key_taken");
  const order = toOrderWith({ number: toOrderNumber(random.bytes(8)), placedAt: now() });
  await takeStock(till, lines);
  await insertOrder(till, order, { keyHash, userId: user?.id ?? null });
  return order;
}

async function isTaken(db: Till, keyHash: string): Promise<boolean> {
  const found = await db
    .selectFrom("orders")
    .select("id")
    .where("keyHash", "=", keyHash)
    .executeTakeFirst();
  return found !== undefined;
}

function findShort(lines: readonly CartLine[]) {
  return lines
    .filter(({ line, stock }) => stock !== undefined && line.quantity > stock)
    .map(({ line, stock = 0 }) => ({
      productId: line.id,
      title: line.title,
      wanted: line.quantity,
      available: Math.min(stock, stockTold),
    }));
}

type Agreed = Pick<Order, "number" | "placedAt" | "lines" | "totals"> & { readonly ships: boolean };

function toOrder(
  input: ArgumentsOf<typeof placeOrder>,
  region: RegionRules,
  agreed: Agreed,
): Order {
  const { ships, ...rest } = agreed;
  return {
    ...rest,
    state: "placed",
    region: region.code,
    regionName: region.name,
    customer: input.customer,
    address: ships ? (input.address ?? null) : null,
    delivery: ships ? region.delivery : "at once",
  };
}

async function takeStock(db: Till, lines: readonly CartLine[]): Promise<void> {
  for (const { line } of lines)
    if (line.kind === "record")
      await db
        .updateTable("records")
        .set((eb) => ({
          stock: eb("stock", "-", line.quantity),
          version: eb("version", "+", 1),
        }))
        .where("id", "=", line.id)
        .execute();
}

async function insertOrder(
  db: Till,
  order: Order,
  access: { readonly keyHash: string; readonly userId: string | null },
): Promise<void> {
  const { number, placedAt, state, region, regionName, delivery, customer, address, totals } =
    order;
  const { id } = await db
    .insertInto("orders")
    .values({
      ...access,
      number,
      placedAt,
      state,
      region,
      regionName,
      delivery,
      totals,
      customerName: customer?.name ?? null,
      customerEmail: customer?.email ?? null,
      street: address?.street ?? null,
      postalCode: address?.postalCode ?? null,
      city: address?.city ?? null,
    })
    .returning("id")
    .executeTakeFirstOrThrow();
  const lines = order.lines.map(({ id: productId, ...line }, position) => ({
    ...line,
    orderId: id,
    position,
    trackId: line.kind === "track" ? productId : null,
  }));
  await db.insertInto("orderLines").values(lines).execute();
}
