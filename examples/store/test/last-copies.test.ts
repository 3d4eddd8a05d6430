import { createClient } from "servery/client";
import { type Served, serve } from "servery/node";
import { silentLog } from "servery/server";
import { afterEach, beforeEach, expect, test } from "vitest";

import { store } from "../contract.ts";
import { address, customer, drawKey, openShop, type OpenShop } from "./open-shop.fixture.ts";

let shop: OpenShop;
let served: Served;
beforeEach(async () => {
  // Each buyer has an address of their own, or they would be too many orders of one.
  shop = await openShop({ trustedProxies: 1 });
  served = await serve(shop.service, { port: 0, log: silentLog, signals: false });
});
afterEach(async () => {
  await served.close();
  await shop.close();
});

test("64 clients that buy the last 10 copies over HTTP get exactly 10", async () => {
  shop.tamper("UPDATE records SET stock = 10 WHERE id = 124");
  const outcomes = await Promise.all(
    Array.from({ length: 64 }, (_, buyer) =>
      createClient(store, {
        url: served.url,
        headers: { "x-forwarded-for": `192.0.2.${buyer}` },
      }).orders.place.safe({
        region: "de",
        lines: [{ kind: "record", id: 124, quantity: 1 }],
        expectedTotalCents: 2410,
        customer: { ...customer, name: `Buyer ${buyer}` },
        address,
        key: drawKey(),
      }),
    ),
  );
  const sold = outcomes.flatMap(({ data }) => data ?? []);
  const refused = outcomes.flatMap(({ problem }) => problem ?? []);
  expect(sold).toHaveLength(10);
  expect(new Set(sold.map(({ number }) => number)).size).toBe(10);
  expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(["out_of_stock"]));
  expect(shop.ask("SELECT stock FROM records WHERE id = 124")).toEqual([{ stock: 0 }]);
  expect(shop.ask("SELECT sum(quantity) AS sold FROM orderLines")).toEqual([{ sold: 10 }]);
});

test("an order's key stands in no address: it is asked for in a body", async () => {
  const response = await fetch(`${served.url}/api/orders/lookup?key=${"A".repeat(43)}`);
  expect(response.status).toBe(405);
  expect(response.headers.get("allow")).toContain("POST");
});
