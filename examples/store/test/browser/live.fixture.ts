import type { Page } from "playwright-core";
import { createClient } from "servery/client";

import { store } from "../../contract.ts";
import { address, customer, drawKey } from "../open-shop.fixture.ts";
import type { ShopWindow } from "./shop-window.fixture.ts";

/** Buys one copy of product 124 as any program would, over HTTP. */
export function buyOne({ url }: ShopWindow) {
  return createClient(store, { url }).orders.place({
    region: "de",
    lines: [{ kind: "record", id: 124, quantity: 1 }],
    expectedTotalCents: 2410,
    customer,
    address,
    key: drawKey(),
  });
}

/** Sets the stock of product 124. */
export function restock({ service }: ShopWindow, stock: number) {
  return service.write((db) =>
    db.updateTable("records").set({ stock }).where("id", "=", 124).execute(),
  );
}

/** Marks the page, so that `isSame` tells whether it was loaded anew since. */
export async function mark(page: Page): Promise<() => Promise<boolean>> {
  await page.evaluate(() => Object.assign(globalThis, { marked: true }));
  return () => page.evaluate(() => "marked" in globalThis);
}
