import { afterEach, beforeEach, expect, test } from "vitest";

import { address, customer, drawKey, openShop, type OpenShop } from "./open-shop.fixture.ts";
import { enter, type Person } from "./people.fixture.ts";

let shop: OpenShop;
let clara: Person;
beforeEach(async () => {
  shop = await openShop();
  clara = await enter(shop, "Clara");
});
afterEach(() => shop.close());

const cafezinho = { id: 124, region: "de" } as const;
const year = 366 * 86_400_000;

test("guests see what members would pay, where that is less", async () => {
  const cafe = await shop.client.records.get(cafezinho);
  expect([cafe.price.cents, cafe.membersCents]).toEqual([1920, 1850]);
  // 25% off already: no members' price is better.
  const deep = await shop.client.records.get({ id: 23, region: "de" });
  expect(deep.membersCents).toBeNull();
  expect(deep.discounts.map(({ code }) => code)).not.toContain("MEMBERS");
});

test("who joins pays the members' price from then on, and is told why", async () => {
  const before = Date.now();
  const { since, until, basisPoints } = await clara.client.membership.join();
  expect(since).toBeGreaterThanOrEqual(before);
  expect(until! - since!).toBeGreaterThan(364 * 86_400_000);
  expect(until! - since!).toBeLessThanOrEqual(year);
  expect(basisPoints).toBe(1800);

  const { price, discounts, membersCents } = await clara.client.records.get(cafezinho);
  expect(price.cents).toBe(1850);
  expect(membersCents).toBeNull();
  expect(discounts.map(({ code, applied }) => [code, applied])).toEqual([
    ["MEMBERS", true],
    ["WORLD-TOUR", false],
    ["SMALL-COFFEE", false],
  ]);
  expect((await shop.client.records.get(cafezinho)).price.cents).toBe(1920);
});

test("a cart and an order cost members what the shelf says", async () => {
  await clara.client.membership.join();
  const lines = [{ kind: "record", id: 124, quantity: 1 } as const];
  const { totals } = await clara.client.cart.quote({ region: "de", lines });
  expect(totals.totalCents).toBe(1850 + 490);
  const wish = { region: "de", lines, customer, address, key: drawKey() };
  const asGuest = await shop.client.orders.place.safe({
    ...wish,
    expectedTotalCents: totals.totalCents,
  });
  expect(asGuest.problem?.code).toBe("price_changed");
  const placed = await clara.client.orders.place({
    ...wish,
    expectedTotalCents: totals.totalCents,
  });
  expect(placed.lines[0]?.unitCents).toBe(1850);
});

test("sorts by the price that the member pays", async () => {
  await clara.client.membership.join();
  const { items } = await clara.client.records.list({ region: "de", sort: "price", limit: 48 });
  const prices = items.map(({ price }) => price.cents);
  expect(prices).toEqual(prices.toSorted((a, b) => a - b));
});

test("joining twice adds nothing, leaving ends it, and one may join again", async () => {
  const first = await clara.client.membership.join();
  expect(await clara.client.membership.join()).toEqual(first);
  expect(shop.ask("SELECT count(*) AS count FROM memberships")).toEqual([{ count: 1 }]);
  expect((await clara.client.membership.leave()).until).toBeNull();
  expect((await clara.client.membership.leave()).until).toBeNull();
  expect((await clara.client.membership.get()).until).toBeNull();
  expect((await clara.client.records.get(cafezinho)).price.cents).toBe(1920);
  expect((await clara.client.membership.join()).until).not.toBeNull();
  expect((await clara.client.auth.whoAmI()).user?.plans).toEqual(["members"]);
});

test("membership is one's own affair: it takes an account, and is one's own alone", async () => {
  expect((await shop.client.membership.join.safe()).problem?.code).toBe("unauthenticated");
  await clara.client.membership.join();
  const robert = await enter(shop, "Robert");
  expect((await robert.client.membership.get()).until).toBeNull();
  await robert.client.membership.leave();
  expect((await clara.client.membership.get()).until).not.toBeNull();
});
