import { afterEach, beforeEach, expect, test } from "vitest";

import { address, customer, drawKey, openShop, type OpenShop } from "./open-shop.fixture.ts";
import { enter, enterAsAdmin, type Person } from "./people.fixture.ts";

let shop: OpenShop;
let clara: Person;
let robert: Person;
beforeEach(async () => {
  shop = await openShop();
  [clara, robert] = await Promise.all([enter(shop, "Clara"), enter(shop, "Robert")]);
});
afterEach(() => shop.close());

const one = { kind: "record", id: 124, quantity: 1 } as const;
const order = (key = drawKey()) => ({
  region: "de",
  lines: [one],
  expectedTotalCents: 2410,
  customer,
  address,
  key,
});
const download = (key = drawKey()) => ({
  ...order(key),
  lines: [{ kind: "track", id: 1532 } as const],
  expectedTotalCents: 120,
});
const ownerOf = (number: string) =>
  shop.ask(`SELECT userId FROM orders WHERE number = '${number}'`)[0]?.["userId"];

test("an order placed while signed in is one's own, and nobody else's", async () => {
  const { number } = await clara.client.orders.place(order());
  expect(ownerOf(number)).toBe(clara.id);
  const { items } = await clara.client.myOrders.list({});
  expect(items).toEqual([
    {
      number,
      placedAt: expect.any(Number),
      state: "placed",
      currency: "EUR",
      totalCents: 2410,
      titles: ["Cafezinho"],
      items: 1,
    },
  ]);
  expect((await clara.client.myOrders.get({ number })).customer).toEqual(customer);

  expect((await robert.client.myOrders.list({})).items).toEqual([]);
  const { problem } = await robert.client.myOrders.get.safe({ number });
  expect(problem?.code).toBe("not_found");
});

test("an order placed as a guest is nobody's, and a guest has no list", async () => {
  const { number } = await shop.client.orders.place(order());
  expect(ownerOf(number)).toBeNull();
  expect((await clara.client.myOrders.list({})).items).toEqual([]);
  const { problem } = await shop.client.myOrders.list.safe({});
  expect(problem?.code).toBe("unauthenticated");
});

test("an administrator's own list has their own orders only", async () => {
  const nadia = await enterAsAdmin(shop);
  const { number } = await clara.client.orders.place(order());
  expect((await nadia.client.myOrders.list({})).items).toEqual([]);
  expect((await nadia.client.myOrders.get.safe({ number })).problem?.code).toBe("not_found");
});

test("lists orders page by page, the latest first, none twice and none left out", async () => {
  const placed: string[] = [];
  for (let count = 0; count < 7; count += 1)
    placed.unshift((await clara.client.orders.place(download())).number);
  const listed: string[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof clara.client.myOrders.list>> =
      await clara.client.myOrders.list({ limit: 3, ...(cursor !== null && { cursor }) });
    listed.push(...page.items.map(({ number }) => number));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(listed.toSorted()).toEqual(placed.toSorted());
  expect(listed).toHaveLength(7);
});

test.each(["x", "WzEsMl0", "eyJhIjoxfQ"])("refuses the cursor %j", async (cursor) => {
  const { problem } = await clara.client.myOrders.list.safe({ cursor });
  expect(problem?.code).toBe("invalid_cursor");
});

test("a guest's order is claimed by its key, once, however often it is asked", async () => {
  const key = drawKey();
  const { number } = await shop.client.orders.place(order(key));
  const claimed = await clara.client.myOrders.claim({ key });
  expect(claimed.number).toBe(number);
  expect(await clara.client.myOrders.claim({ key })).toEqual(claimed);
  expect((await clara.client.myOrders.list({})).items).toHaveLength(1);
});

test("an order that has an owner is not found by another claim, though its key still opens it", async () => {
  const key = drawKey();
  const { number } = await clara.client.orders.place(order(key));
  const { problem } = await robert.client.myOrders.claim.safe({ key });
  expect(problem?.code).toBe("not_found");
  expect(ownerOf(number)).toBe(clara.id);
  expect((await robert.client.orders.get({ key })).number).toBe(number);
});

test("of two who claim at once, one gets the order", async () => {
  const key = drawKey();
  await shop.client.orders.place(order(key));
  const both = await Promise.all([
    clara.client.myOrders.claim.safe({ key }),
    robert.client.myOrders.claim.safe({ key }),
  ]);
  expect(both.map(({ problem }) => problem?.code ?? "claimed").toSorted()).toEqual([
    "claimed",
    "not_found",
  ]);
});

test("nothing is claimed without a key: not by the customer's address, not by an empty owner", async () => {
  await shop.client.orders.place({ ...order(), customer: { name: "C", email: clara.email } });
  const { problem } = await clara.client.myOrders.claim.safe({ key: drawKey() });
  expect(problem?.code).toBe("not_found");
  expect((await clara.client.myOrders.list({})).items).toEqual([]);
});

test("an API key reads its owner's orders, and can do nothing else", async () => {
  const { number } = await clara.client.orders.place(order());
  const made = await clara.client.auth.apiKeys.create({ name: "Books", scopes: ["orders:read"] });
  const program = shop.clientWith({ authorization: `Bearer ${made.key}` });
  expect((await program.myOrders.list({})).items.map((each) => each.number)).toEqual([number]);
  expect((await program.myOrders.get({ number })).number).toBe(number);
  const refused = await Promise.all([
    program.membership.join.safe(),
    program.auth.sessions.list.safe(),
    program.auth.exportData.safe(),
    program.admin.orders.list.safe({}),
  ]);
  expect(refused.map(({ problem }) => problem?.status)).toEqual([403, 403, 403, 403]);
});
