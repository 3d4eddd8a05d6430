import { afterAll, beforeAll, expect, test } from "vitest";

import { openShop, type OpenShop } from "./open-shop.fixture.ts";

let shop: OpenShop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop.close());

type Sort = "featured" | "title" | "artist" | "price" | "price_desc";

async function listAll(input: {
  region?: string;
  sort?: Sort;
  genre?: number;
  limit?: number;
  inStock?: boolean;
}) {
  const items = [];
  let cursor: string | undefined;
  do {
    const page = await shop.client.records.list({ region: "de", limit: 40, ...input, cursor });
    items.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return items;
}

test("answers for product 124: it exists, is in stock, which discounts apply and why, what it costs there", async () => {
  const record = await shop.client.records.get({ id: 124, region: "de" });
  expect(record).toMatchObject({
    title: "Cafezinho",
    artist: { name: "João Suplicy" },
    genre: { name: "World" },
    availability: { state: "in_stock", available: 10, more: true },
    price: { currency: "EUR", listCents: 2260, cents: 1920, taxIncluded: true },
    shipping: { regionName: "Germany", cents: 490 },
  });
  expect(record.discounts.map(({ code, applied }) => [code, applied])).toEqual([
    ["WORLD-TOUR", true],
    ["SMALL-COFFEE", false],
  ]);
});

test.each([
  ["us", "USD", 2130, 1810, false],
  ["gb", "GBP", 1980, 1690, true],
  ["in", "INR", 215_000, 183_000, true],
])("prices product 124 for %s", async (region, currency, listCents, cents, taxIncluded) => {
  const { price } = await shop.client.records.get({ id: 124, region });
  expect(price).toMatchObject({ currency, listCents, cents, taxIncluded });
});

test.each([
  [{ id: 9999, region: "de" }, "not_found", 404],
  [{ id: 124, region: "zz" }, "unknown_region", 422],
  [{ id: 0, region: "de" }, "invalid_input", 422],
  [{ id: 124, region: "DE" }, "invalid_input", 422],
])("answers %j with %s", async (input, code, status) => {
  const { problem } = await shop.client.records.get.safe(input);
  expect(problem).toMatchObject({ code, status });
});

test("never tells how many copies there are beyond the bound, nor what the base price is", async () => {
  const response = await shop.service.fetch(new Request("http://shop/api/records/124?region=de"));
  const text = await response.text();
  expect(text).not.toContain("baseCents");
  expect(text).not.toContain("searchText");
  expect(text).not.toMatch(/\b12\b/);
});

test.each(["featured", "title", "artist", "price", "price_desc"] as const)(
  "pages through all records by %s, each once",
  async (sort) => {
    const ids = (await listAll({ sort })).map(({ id }) => id);
    expect(ids).toHaveLength(347);
    expect(new Set(ids).size).toBe(347);
  },
);

test.each(["de", "us", "in"])("sorts by the price that is asked in %s", async (region) => {
  const prices = (await listAll({ region, sort: "price" })).map(({ price }) => price.cents);
  expect(prices).toEqual(prices.toSorted((a, b) => a - b));
  const falling = (await listAll({ region, sort: "price_desc" })).map(({ price }) => price.cents);
  expect(falling).toEqual(prices.toReversed());
});

test("a page stays where it is when a record before it appears or goes", async () => {
  const first = await shop.client.records.list({ region: "de", sort: "title", limit: 5 });
  const before = await shop.client.records.list({
    region: "de",
    sort: "title",
    limit: 5,
    cursor: first.nextCursor!,
  });
  shop.tamper(`UPDATE records SET titleKey = 'zzzz' WHERE id = ${first.items[0]!.id}`);
  const after = await shop.client.records.list({
    region: "de",
    sort: "title",
    limit: 5,
    cursor: first.nextCursor!,
  });
  expect(after.items.map(({ id }) => id)).toEqual(before.items.map(({ id }) => id));
});

test.each([
  ["joao", [124]],
  ["SUPLICY cafezinho", [124]],
  ["zinho  cafe", [124]],
  ["%", 347],
  ["mötley crüe", [162]],
  ["_", 347],
  ["'; DROP TABLE records; --", []],
  ["cafezinho x", []],
])("searches for %j", async (search, expected) => {
  const { items, total } = await shop.client.records.list({ region: "de", search });
  if (typeof expected === "number") expect(total).toBe(expected);
  else expect(items.map(({ id }) => id)).toEqual(expected);
});

test("filters by genre, artist and stock, and counts what it finds", async () => {
  const world = await shop.client.records.list({ region: "de", genre: 16 });
  expect(world.items.every(({ genre }) => genre.name === "World")).toBe(true);
  expect(world.total).toBe(3);
  const { items } = await shop.client.records.list({ region: "de", artist: 97 });
  expect(items.map(({ id }) => id)).toEqual([124]);
  const inStock = await listAll({ inStock: true });
  expect(inStock.some(({ availability }) => availability.state === "out_of_stock")).toBe(false);
  expect(inStock).toHaveLength(347 - 27);
});

test.each([
  "x",
  "WyJwcmljZSIsMSwxXQ",
  Buffer.from('["title",1,1]').toString("base64url"),
  Buffer.from("[]").toString("base64url"),
])("refuses the cursor %j", async (cursor) => {
  const { problem } = await shop.client.records.list.safe({ region: "de", sort: "title", cursor });
  expect(problem?.code).toBe("invalid_cursor");
});

test("lists the tracks of a record in their order, with prices for downloads", async () => {
  const { items } = await shop.client.tracks.list({ recordId: 124, region: "de" });
  expect(items).toHaveLength(14);
  expect(items[0]).toMatchObject({
    name: "Pura Elegancia",
    milliseconds: 284_107,
    price: { cents: 120 },
  });
  const { problem } = await shop.client.tracks.list.safe({ recordId: 9999, region: "de" });
  expect(problem?.code).toBe("not_found");
});

test("lists genres and artists that have records, and regions without their price rules", async () => {
  const genres = await shop.client.genres.list({});
  expect(genres.items.find(({ name }) => name === "World")).toMatchObject({ id: 16, records: 3 });
  const artists = await shop.client.artists.list({});
  expect(artists.items).toHaveLength(204);
  const response = await shop.service.fetch(new Request("http://shop/api/regions"));
  expect(await response.text()).not.toContain("rateBasisPoints");
});
