import { afterEach, beforeEach, expect, test } from "vitest";

import { address, customer, drawKey, openShop, type OpenShop } from "./open-shop.fixture.ts";
import { enter, enterAsAdmin, type Person } from "./people.fixture.ts";

let shop: OpenShop;
let clara: Person;
let nadia: Person;
beforeEach(async () => {
  shop = await openShop();
  [clara, nadia] = await Promise.all([enter(shop, "Clara"), enterAsAdmin(shop)]);
});
afterEach(() => shop.close());

const region = "de";
const buyOne = () =>
  clara.client.orders.place({
    region,
    lines: [{ kind: "record", id: 124, quantity: 1 }],
    expectedTotalCents: 2410,
    customer,
    address,
    key: drawKey(),
  });

/** The rows of a table that a query rests on because it looks at this column of them. */
async function keysOf(table: string, column: string, query: string, input: object, user?: string) {
  const { statements } = await shop.service.explain(query, input, { user });
  return statements
    .flatMap(({ regions }) => regions)
    .filter((read) => read.table === table && read.columns.includes(column))
    .map(({ keys }) => Object.fromEntries(keys.map((key) => [key.column, key.values])));
}

test("a sold copy is news to the pages that show this record, and to no others", async () => {
  const record = { id: 124, region };
  expect(await keysOf("records", "stock", "records.get", record)).toEqual([{ id: [124] }]);
  const lines = [{ kind: "record", id: 124, quantity: 2 }];
  const quote = { region, lines };
  expect(await keysOf("records", "stock", "cart.quote", quote)).toEqual([{ id: [124] }]);
  const list = { region, genre: 16 };
  const { items } = await shop.client.records.list(list);
  const shown = items.map(({ id }) => id);
  expect(await keysOf("records", "stock", "records.list", list)).toEqual([{ id: shown }]);
  const inStock = await keysOf("records", "stock", "records.list", { ...list, inStock: true });
  expect(inStock).toContainEqual({ genreId: [16] });
});

test("an order is news to its owner", async () => {
  const mine = { userId: [clara.id] };
  expect(await keysOf("orders", "state", "myOrders.list", {}, clara.id)).toEqual([mine]);
  const { number } = await buyOne();
  const one = await keysOf("orders", "state", "myOrders.get", { number }, clara.id);
  expect(one).toEqual([{ ...mine, number: [number] }]);
  const handled = await keysOf("orders", "state", "admin.orders.view", { number }, nadia.id);
  expect(handled).toEqual([{ number: [number] }]);
});

test("what is bought is run again for those who watch it, and nothing else is", async () => {
  await restock([124, 157], 5);
  const [cafezinho, other] = [watchRecord(124), watchRecord(157)];
  expect([await cafezinho.next(), await other.next()]).toEqual([5, 5]);
  await buyOne();
  expect(await cafezinho.next()).toBe(4);
  await restock([157], 2);
  expect(await other.next()).toBe(2);
  for (const id of [124, 157]) {
    const { reruns, watchers } = await shop.service.explain("records.get", { id, region });
    expect([id, watchers, reruns.length]).toEqual([id, 1, 1]);
  }
  await Promise.all([cafezinho.stop(), other.stop()]);
});

const restock = (ids: readonly number[], stock: number) =>
  shop.service.write((db) =>
    db.updateTable("records").set({ stock }).where("id", "in", ids).execute(),
  );

/** How many copies of a record are told, now and whenever it is another number. */
function watchRecord(id: number) {
  const results = shop.client.records.get.watch({ id, region })[Symbol.asyncIterator]();
  return {
    next: async () => (await results.next()).value?.availability.available,
    stop: () => results.return?.(),
  };
}
