import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { describeInBrowser } from "../../../../tools/describe-in-browser.ts";
import {
  type BuiltSite,
  buildSite,
  clara,
  goTo,
  openWindow,
  type ShopWindow,
  visit,
} from "./shop-window.fixture.ts";
import { findSmallTargets, findUnlabelled, hasVisibleFocus, overflow } from "./in-page.fixture.ts";

const pages = [
  "/",
  "/?genre=24",
  "/records/124",
  "/records/257",
  "/cart",
  "/checkout",
  "/order",
  "/nowhere",
];
const cart = [
  { kind: "record", id: 124, quantity: 2 },
  { kind: "track", id: 1532 },
];

describeInBrowser("reaching everything", (browser) => {
  let site: BuiltSite;
  let shop: ShopWindow;
  beforeAll(async () => {
    site = await buildSite();
    shop = await openWindow(site);
  });
  afterAll(async () => {
    await shop.close();
    site.remove();
  });

  test("by keyboard alone: from the top of the shop to the receipt", async () => {
    const { page, faults, leave } = await visit(browser(), shop);
    await page.goto("/");
    await page.getByText("347 records in the racks").waitFor();
    await tabTo(page, "Skip to the records");
    await tabTo(page, "This week: Cafezinho");
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Add to cart" }).waitFor();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
    await tabTo(page, "One more");
    await page.keyboard.press("Space");
    await tabTo(page, "Add to cart");
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "Cart 2 items" }).waitFor();
    await tabTo(page, "cart");
    await page.keyboard.press("Enter");
    await page.getByRole("link", { name: "To the counter" }).waitFor();
    await tabTo(page, "To the counter");
    await page.keyboard.press("Enter");
    await page.getByLabel("Name").waitFor();
    for (const [label, value] of Object.entries(clara)) {
      await tabTo(page, label);
      await page.keyboard.type(value);
    }
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Thank you, Clara Schumann." }).waitFor();
    expect(faults).toEqual([]);
    await leave();
  });

  test.each(pages)(
    "%s shows where the focus is at every stop, and has a name for everything",
    async (address) => {
      const { page, leave } = await visit(browser(), shop, { cart });
      await goTo(page, address);
      const unseen = [];
      for (let stop = 0; stop < 45; stop++) {
        await page.keyboard.press("Tab");
        const seen = await page.evaluate(hasVisibleFocus);
        if (seen !== true) unseen.push(seen);
      }
      expect(unseen).toEqual([]);
      expect(await page.getByRole("heading", { level: 1 }).count()).toBe(1);
      for (const landmark of ["banner", "main", "navigation", "contentinfo"] as const)
        expect(await page.getByRole(landmark).count()).toBe(1);
      expect(await page.getByRole("button", { name: /^$/ }).count()).toBe(0);
      expect(await page.getByRole("link", { name: /^$/ }).count()).toBe(0);
      expect(await page.locator("input, select").evaluateAll(findUnlabelled)).toEqual([]);
      await leave();
    },
  );

  test.each(pages)("%s fits the screen of a telephone, and nothing jumps", async (address) => {
    const phone = { width: 360, height: 780 };
    const { page, faults, layoutShift, leave } = await visit(browser(), shop, {
      cart,
      viewport: phone,
    });
    await goTo(page, address);
    expect(await layoutShift()).toBeLessThan(0.01);
    for (const width of [320, 360, 390, 700]) {
      await page.setViewportSize({ ...phone, width });
      expect([width, await page.evaluate(overflow)]).toEqual([width, 0]);
    }
    expect(await page.evaluate(findSmallTargets)).toEqual([]);
    expect(faults).toEqual([]);
    await leave();
  });

  test("whoever wants no motion gets none", async () => {
    const { page, leave } = await visit(browser(), shop, { reducedMotion: "reduce" });
    await goTo(page, "/");
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
    await leave();
  });
});

/** Presses Tab until what has the focus is called so. */
async function tabTo(page: Page, name: string): Promise<void> {
  const reached: string[] = [];
  for (let stop = 0; stop < 150; stop++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(nameOfFocused);
    if (focused === name) return;
    reached.push(focused);
  }
  throw new Error(`Tab never reached "${name}", but ${reached.join(", ")}`);
}

// What follows runs in the page.

function nameOfFocused(): string {
  const element = document.activeElement as HTMLInputElement | null;
  const label = element?.labels?.[0]?.textContent;
  return (element?.getAttribute("aria-label") ?? label ?? element?.textContent ?? "").trim();
}
