import { afterEach, beforeEach, expect, test } from "vitest";

import { address, customer, drawKey, openShop, type OpenShop } from "./open-shop.fixture.ts";
import { enter, enterAsAdmin, type Person } from "./people.fixture.ts";

let shop: OpenShop;
let nadia: Person;
let clara: Person;
beforeEach(async () => {
  shop = await openShop();
  [nadia, clara] = await Promise.all([enterAsAdmin(shop), enter(shop, "Clara")]);
});
afterEach(() => shop.close());

const wish = (quantity = 1) => ({
  region: "de",
  lines: [{ kind: "record", id: 124, quantity } as const],
  expectedTotalCents: quantity === 1 ? 2410 : 1920 * quantity + 490,
  customer,
  address,
  key: drawKey(),
});
const stock = () => shop.ask("SELECT stock FROM records WHERE id = 124")[0]?.["stock"];
const findCafezinho = async () =>
  (await nadia.client.admin.products.list({ search: "cafezinho" })).items[0]!;

test("the back of the shop is shut to guests and customers", async () => {
  const doors = ({ admin, auth }: Person["client"]) => [
    admin.products.list.safe({}),
    admin.products.update.safe({ id: 124, version: 0, stock: 0 }),
    admin.orders.list.safe({}),
    admin.orders.view.safe({ number: "RO-00000000" }),
    admin.orders.ship.safe({ number: "RO-00000000" }),
    admin.orders.cancel.safe({ number: "RO-00000000" }),
    admin.sales.get.safe({}),
    admin.members.list.safe({}),
    auth.users.list.safe({}),
    auth.audit.list.safe({}),
    auth.securityEvents.list.safe({}),
  ];
  const statuses = async (client: Person["client"]) =>
    new Set((await Promise.all(doors(client))).map(({ problem }) => problem?.status));
  expect(await statuses(shop.client)).toEqual(new Set([401]));
  expect(await statuses(clara.client)).toEqual(new Set([403]));
  expect(stock()).toBe(12);
});

test("an edit of the shelf is what the shop shows", async () => {
  const { version } = await findCafezinho();
  const saved = await nadia.client.admin.products.update({
    id: 124,
    version,
    stock: 3,
    baseCents: 2000,
    note: "Back from the binder's.",
  });
  expect(saved).toMatchObject({ stock: 3, baseCents: 2000, version: version + 1 });
  const shown = await shop.client.records.get({ id: 124, region: "de" });
  expect(shown.availability).toMatchObject({ state: "low_stock", available: 3 });
  expect(shown.price.listCents).toBe(2380);
  expect(shown.note).toBe("Back from the binder's.");
});

test("an edit changes what it names, and leaves the rest", async () => {
  const before = await findCafezinho();
  const after = await nadia.client.admin.products.update({ id: 124, version: before.version });
  expect(after).toEqual({ ...before, version: before.version + 1 });
});

test("nobody writes over what somebody bought or changed meanwhile", async () => {
  const seen = await findCafezinho();
  await shop.client.orders.place(wish());
  const { problem } = await nadia.client.admin.products.update.safe({
    id: 124,
    version: seen.version,
    stock: seen.stock + 5,
  });
  expect(problem).toMatchObject({ code: "stale", status: 409, data: { current: { stock: 11 } } });
  expect(stock()).toBe(11);
});

test.each([
  [{ stock: -1 }, "invalid_input"],
  [{ stock: 1.5 }, "invalid_input"],
  [{ baseCents: 0 }, "invalid_input"],
  [{ note: "   " }, "invalid_input"],
  [{ id: 9999 }, "not_found"],
])("refuses %j", async (change, code) => {
  const { problem } = await nadia.client.admin.products.update.safe({
    id: 124,
    version: 0,
    ...change,
  });
  expect(problem?.code).toBe(code);
  expect(stock()).toBe(12);
});

test("lists the shelves, all of them once, and what is running out", async () => {
  const seen: number[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof nadia.client.admin.products.list>> =
      await nadia.client.admin.products.list({ limit: 100, ...(cursor !== null && { cursor }) });
    expect(page.total).toBe(347);
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
  } while (cursor !== null);
  expect(new Set(seen).size).toBe(347);
  const { items } = await nadia.client.admin.products.list({ stockAtMost: 0, limit: 100 });
  expect(items.length).toBeGreaterThan(15);
  expect(items.every((product) => product.stock === 0)).toBe(true);
});

test("sees guests' and customers' orders, by state, and ships one", async () => {
  const guest = await shop.client.orders.place(wish());
  const own = await clara.client.orders.place(wish());
  const { items, counts } = await nadia.client.admin.orders.list({});
  expect(items.map(({ number }) => number).toSorted()).toEqual(
    [guest.number, own.number].toSorted(),
  );
  expect(counts).toEqual({ placed: 2, shipped: 0, cancelled: 0 });
  expect(await nadia.client.admin.orders.view({ number: own.number })).toMatchObject({
    hasAccount: true,
    customer,
  });

  await nadia.client.admin.orders.ship({ number: own.number });
  expect((await clara.client.myOrders.get({ number: own.number })).state).toBe("shipped");
  const shipped = await nadia.client.admin.orders.list({ state: "shipped" });
  expect(shipped.items.map(({ number }) => number)).toEqual([own.number]);
});

test("cancelling puts the copies back, once, and a shipped order is not cancelled", async () => {
  const { number } = await shop.client.orders.place(wish(2));
  expect(stock()).toBe(10);
  expect((await nadia.client.admin.orders.cancel({ number })).state).toBe("cancelled");
  expect(stock()).toBe(12);
  const again = await nadia.client.admin.orders.cancel.safe({ number });
  expect(again.problem).toMatchObject({ code: "wrong_state", data: { state: "cancelled" } });
  expect(stock()).toBe(12);

  const other = await shop.client.orders.place(wish());
  await nadia.client.admin.orders.ship({ number: other.number });
  const late = await nadia.client.admin.orders.cancel.safe({ number: other.number });
  expect(late.problem?.code).toBe("wrong_state");
  expect(stock()).toBe(11);
});

test("adds up the sales as the database itself does", async () => {
  const sales = await nadia.client.admin.sales.get({});
  expect(sales.years).toEqual([2021, 2022, 2023, 2024, 2025]);
  expect(sales.totals).toEqual({ cents: 232_860, invoices: 412, tracks: 2240, customers: 59 });
  expect(sales.months).toHaveLength(60);
  expect(sales.genres[0]).toEqual({ genre: "Rock", cents: 82_665, tracks: 835 });
  expect(sales.countries[0]).toMatchObject({ country: "USA", cents: 52_306 });
  const sum = (rows: readonly { readonly cents: number }[]) =>
    rows.reduce((total, { cents }) => total + cents, 0);
  expect([sum(sales.months), sum(sales.genres), sum(sales.countries)]).toEqual([
    232_860, 232_860, 232_860,
  ]);
});

test("adds up one year, and a year without sales is nothing", async () => {
  const [of2025] = shop.ask(
    "SELECT sum(totalCents) AS cents, count(*) AS invoices FROM invoices WHERE date LIKE '2025%'",
  );
  const sales = await nadia.client.admin.sales.get({ year: 2025 });
  expect(sales.totals).toMatchObject({ ...of2025 });
  expect(sales.months).toHaveLength(12);
  const empty = await nadia.client.admin.sales.get({ year: 2050 });
  expect(empty).toMatchObject({ totals: { cents: 0, tracks: 0 }, months: [], genres: [] });
});

test("knows who the members are", async () => {
  await clara.client.membership.join();
  const { items, total } = await nadia.client.admin.members.list({});
  expect(total).toBe(1);
  expect(items).toMatchObject([{ email: "clara@example.com", name: "Clara" }]);
});

test("an administrator who was one is one no more at once", async () => {
  const { admin } = await import("../contract/access.ts");
  await nadia.client.admin.orders.list({});
  await shop.service.accounts.revoke(nadia.id, admin);
  const { problem } = await nadia.client.admin.orders.list.safe({});
  expect([401, 403]).toContain(problem?.status);
});
