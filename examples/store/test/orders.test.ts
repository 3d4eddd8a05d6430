import { createHash } from "node:crypto";

import { afterEach, beforeEach, expect, test } from "vitest";

import { address, customer, drawKey, openShop, type OpenShop } from "./open-shop.fixture.ts";

let shop: OpenShop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

const one = { kind: "record", id: 124, quantity: 1 } as const;
const key = drawKey();
const order = { region: "de", lines: [one], expectedTotalCents: 2410, customer, address, key };

const stockOf = (id: number) =>
  shop.ask(`SELECT stock FROM records WHERE id = ${id}`)[0]?.["stock"];
const ordersCount = () => shop.ask("SELECT count(*) AS count FROM orders")[0]?.["count"];

test("prices a cart on the server: discount, shipping, tax", async () => {
  const lines = [
    { ...one, quantity: 5 },
    { kind: "track", id: 1532 },
  ] as const;
  const quote = await shop.client.cart.quote({ region: "de", lines: [...lines] });
  expect(quote.totals).toMatchObject({
    itemsCents: 9720,
    discount: { code: "CRATE", cents: 960 },
    shippingCents: 0,
    totalCents: 8760,
    taxCents: 1399,
  });
  expect(quote.lines[0]).toMatchObject({
    unitListCents: 2260,
    unitCents: 1920,
    totalCents: 9600,
    available: 10,
  });
});

test("quotes what it knows and names what it does not", async () => {
  const lines = [
    one,
    { kind: "record", id: 9999, quantity: 1 },
    { kind: "track", id: 99_999 },
  ] as const;
  const quote = await shop.client.cart.quote({ region: "de", lines: [...lines] });
  expect(quote.lines.map(({ id }) => id)).toEqual([124]);
  expect(quote.unknown).toEqual([
    { kind: "record", id: 9999 },
    { kind: "track", id: 99_999 },
  ]);
});

test("takes the stock and places the order", async () => {
  const placed = await shop.client.orders.place(order);
  expect(placed).toMatchObject({
    customer,
    address,
    totals: { totalCents: 2410 },
    regionName: "Germany",
  });
  expect(placed.number).toMatch(/^RO-[0-9A-Z]{8}$/);
  expect(stockOf(124)).toBe(11);
});

test("opens an order by its key alone, of which it stores the hash alone", async () => {
  const placed = await shop.client.orders.place(order);
  expect(await shop.client.orders.get({ key })).toEqual(placed);
  const stored = JSON.stringify(shop.ask("SELECT * FROM orders"));
  expect(stored).not.toContain(key);
  expect(stored).toContain(createHash("sha256").update(key).digest("base64url"));
  const everything = shop
    .ask("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .map(({ name }) => JSON.stringify(shop.ask(`SELECT * FROM "${String(name)}"`)))
    .join("");
  expect(everything).not.toContain(key);
});

test.each(["A".repeat(43), "RO-12345678", "1", ""])("the key %j opens nothing", async (wrong) => {
  await shop.client.orders.place(order);
  const { data, problem } = await shop.client.orders.get.safe({ key: wrong });
  expect(data).toBeUndefined();
  expect(["not_found", "invalid_input"]).toContain(problem?.code);
});

test("an order whose answer got lost is bought once, however often it is sent, and found by its key", async () => {
  const idempotencyKey = "0123456789abcdef0123456789abcdef";
  const placed = await shop.client.orders.place(order, { idempotencyKey });
  await shop.client.orders.place.safe(order, { idempotencyKey });
  await shop.client.orders.place.safe(order, { idempotencyKey });
  expect([stockOf(124), ordersCount()]).toEqual([11, 1]);
  expect(await shop.client.orders.get({ key })).toEqual(placed);
});

test("two orders cannot have one key", async () => {
  await shop.client.orders.place(order);
  const { problem } = await shop.client.orders.place.safe(order);
  expect(problem?.code).toBe("key_taken");
  expect([stockOf(124), ordersCount()]).toEqual([11, 1]);
});

test.each([
  {
    name: "more than there is",
    input: { ...order, lines: [{ kind: "record", id: 157, quantity: 3 }] },
    code: "out_of_stock",
    status: 409,
    data: { lines: [{ productId: 157, title: "Miles Ahead", wanted: 3, available: 2 }] },
  },
  {
    name: "what is sold out, beside what is not",
    input: { ...order, lines: [one, { kind: "record", id: 183, quantity: 1 }] },
    code: "out_of_stock",
    status: 409,
    data: { lines: [{ productId: 183, title: "Dark Side Of The Moon", wanted: 1, available: 0 }] },
  },
  {
    name: "the same record twice, together more than there is",
    input: {
      ...order,
      lines: [
        { kind: "record", id: 157, quantity: 2 },
        { kind: "record", id: 157, quantity: 1 },
      ],
    },
    code: "out_of_stock",
    status: 409,
    data: { lines: [{ productId: 157, title: "Miles Ahead", wanted: 3, available: 2 }] },
  },
  {
    name: "another total",
    input: { ...order, expectedTotalCents: 1 },
    code: "price_changed",
    status: 409,
    data: { expectedTotalCents: 1, totals: { totalCents: 2410 } },
  },
  {
    name: "the total of another region",
    input: { ...order, region: "gb" },
    code: "price_changed",
    status: 409,
    data: { totals: { currency: "GBP" } },
  },
  {
    name: "what there is not",
    input: { ...order, lines: [{ kind: "track", id: 99_999 }] },
    code: "unknown_product",
    status: 422,
    data: { lines: [{ kind: "track", id: 99_999 }] },
  },
  {
    name: "an unknown region",
    input: { ...order, region: "zz" },
    code: "unknown_region",
    status: 422,
    data: undefined,
  },
  {
    name: "a record without an address",
    input: { ...order, address: undefined },
    code: "address_required",
    status: 422,
    data: undefined,
  },
  {
    name: "more copies than are sold at once, in two lines",
    input: {
      ...order,
      lines: [
        { ...one, quantity: 6 },
        { ...one, quantity: 6 },
      ],
    },
    code: "too_many_copies",
    status: 422,
    data: { productId: 124, most: 10 },
  },
])("refuses $name, and leaves everything as it was", async ({ input, code, status, data }) => {
  const { problem } = await shop.client.orders.place.safe(input as typeof order);
  expect(problem).toMatchObject({ code, status, ...(data !== undefined && { data }) });
  expect([stockOf(124), stockOf(157), ordersCount()]).toEqual([12, 2, 0]);
});

test.each([
  ["no lines", { lines: [] }, "/lines"],
  ["eleven copies", { lines: [{ ...one, quantity: 11 }] }, "/lines/0/quantity"],
  ["half a copy", { lines: [{ ...one, quantity: 0.5 }] }, "/lines/0/quantity"],
  ["minus one copy", { lines: [{ ...one, quantity: -1 }] }, "/lines/0/quantity"],
  ["an empty name", { customer: { name: "  ", email: "a@example.com" } }, "/customer/name"],
  ["no e-mail address", { customer: { name: "A", email: "a" } }, "/customer/email"],
  ["an endless street", { address: { ...address, street: "x".repeat(201) } }, "/address/street"],
  ["a key that is too short to be unguessable", { key: "A".repeat(42) }, "/key"],
  ["a negative total", { expectedTotalCents: -1 }, "/expectedTotalCents"],
])("refuses %s and says where", async (_, change, pointer) => {
  const { problem } = await shop.client.orders.place.safe({ ...order, ...change });
  expect(problem).toMatchObject({ code: "invalid_input", status: 422 });
  expect(problem?.errors?.map((error) => error.pointer)).toContain(pointer);
  expect(ordersCount()).toBe(0);
});

test("sells downloads without an address, as often as wanted, and keeps no address it does not need", async () => {
  const lines = [
    { kind: "track", id: 1532 },
    { kind: "track", id: 1532 },
  ] as const;
  const placed = await shop.client.orders.place({
    ...order,
    lines: [...lines],
    expectedTotalCents: 120,
  });
  expect(placed).toMatchObject({ address: null, totals: { totalCents: 120, shippingCents: 0 } });
  expect(placed.lines).toHaveLength(1);
  expect(shop.ask("SELECT street FROM orders")).toEqual([{ street: null }]);
});

test("an order says what was agreed, whatever becomes of prices", async () => {
  await shop.client.orders.place(order);
  shop.tamper("UPDATE records SET baseCents = 9900, title = 'Renamed' WHERE id = 124");
  const { problem } = await shop.client.orders.place.safe({ ...order, key: drawKey() });
  expect(problem?.code).toBe("price_changed");
  const { totals, lines } = await shop.client.orders.get({ key });
  expect(totals.totalCents).toBe(2410);
  expect(lines[0]?.title).toBe("Cafezinho");
});
