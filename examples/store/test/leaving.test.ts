import { afterEach, beforeEach, expect, test } from "vitest";

import { address, customer, drawKey, openShop, type OpenShop } from "./open-shop.fixture.ts";
import { enter, enterAsAdmin, type Person } from "./people.fixture.ts";

let shop: OpenShop;
let clara: Person;
beforeEach(async () => {
  shop = await openShop();
  clara = await enter(shop, "Clara");
});
afterEach(() => shop.close());

const wish = (key = drawKey()) => ({
  region: "de",
  lines: [{ kind: "record", id: 124, quantity: 1 } as const],
  expectedTotalCents: 2410,
  customer,
  address,
  key,
});

test("the export has the account and every order, and nobody else's", async () => {
  await clara.client.membership.join();
  const own = await clara.client.orders.place({ ...wish(), expectedTotalCents: 2340 });
  const robert = await enter(shop, "Robert");
  const foreign = await robert.client.orders.place(wish());
  const exported = await clara.client.auth.exportData();
  const text = JSON.stringify(exported);
  expect(exported).toMatchObject({
    data: { orders: [{ number: own.number, customer }], membership: { until: expect.any(Number) } },
  });
  expect(text).toContain("clara@example.com");
  expect(text).not.toContain(foreign.number);
  expect(text).not.toContain("robert@example.com");
  expect(text).not.toMatch(/argon2|keyHash/);
});

test("deletion keeps what the books need of an order, and nothing of who it was", async () => {
  const key = drawKey();
  const { number } = await clara.client.orders.place({
    ...wish(key),
    customer: { name: "Clara Wieck", email: "clara@example.com" },
  });
  await clara.client.membership.join();
  await clara.client.auth.deleteAccount();

  expect(shop.ask("SELECT number, region, userId, customerName, street, city FROM orders")).toEqual(
    [{ number, region: "de", userId: null, customerName: null, street: null, city: null }],
  );
  expect(shop.ask("SELECT count(*) AS count FROM orderLines")).toEqual([{ count: 1 }]);
  expect(shop.ask("SELECT count(*) AS count FROM memberships")).toEqual([{ count: 0 }]);
  expect(shop.ask("SELECT count(*) AS count FROM users")).toEqual([{ count: 0 }]);
  const everything = shop
    .ask("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
    .filter(({ name }) => name !== "servery_mail")
    .map(({ name }) => JSON.stringify(shop.ask(`SELECT * FROM "${String(name)}"`)))
    .join("");
  expect(everything).not.toContain("Clara Wieck");
  expect(everything).not.toContain("Inselstraße");
  expect(everything).not.toContain("clara@example.com");

  const kept = await shop.client.orders.get({ key });
  expect(kept).toMatchObject({ customer: null, address: null, totals: { totalCents: 2410 } });
  const nadia = await enterAsAdmin(shop);
  expect(await nadia.client.admin.orders.view({ number })).toMatchObject({
    customer: null,
    hasAccount: false,
  });
});

test("who has left is out at once, and what they left is nobody's to claim", async () => {
  const key = drawKey();
  await clara.client.orders.place(wish(key));
  await clara.client.auth.deleteAccount();
  expect((await clara.client.myOrders.list.safe({})).problem?.code).toBe("unauthenticated");
  const robert = await enter(shop, "Robert");
  expect((await robert.client.myOrders.claim.safe({ key })).problem?.code).toBe("not_found");
});
