import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";

import { describeInBrowser } from "../../../../tools/describe-in-browser.ts";
import { admin } from "../../contract/access.ts";
import { drawKey } from "../open-shop.fixture.ts";
import { password } from "../people.fixture.ts";
import { signInAt } from "./accounts.fixture.ts";
import { findSmallTargets, findUnlabelled, hasVisibleFocus, overflow } from "./in-page.fixture.ts";
import {
  type BuiltSite,
  buildSite,
  goTo,
  openWindow,
  type ShopWindow,
  visit,
} from "./shop-window.fixture.ts";

const ways = ["/sign-in", "/sign-up", "/forgot-password", "/reset-password#x", "/invitation#x"];
const account = ["orders", "membership", "profile", "security", "sessions", "data"];
const back = ["orders", "products", "sales", "members", "users", "audit", "security"];

describeInBrowser("the pages of accounts", (browser) => {
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

  test("the ways in can be walked by keyboard, are named, and fit a telephone", async () => {
    const { page, faults, leave } = await visit(browser(), shop);
    for (const address of ways) await look(page, address);
    expect(faults).toEqual([]);
    await leave();
  });

  test("the account and the back of the shop can be walked by keyboard, are named, and fit a telephone", async () => {
    const email = "nadia@example.com";
    const { id } = await shop.service.accounts.create({ email, password, name: "Nadia" });
    await shop.service.accounts.grant(id, admin);
    const { number } = await shop.client.orders.place({
      region: "de",
      lines: [{ kind: "track", id: 1532 }],
      expectedTotalCents: 120,
      customer: { name: "Clara Schumann", email: "clara@example.com" },
      key: drawKey(),
    });
    const { page, faults, leave } = await visit(browser(), shop);
    await signInAt(page, email);
    await page.getByText("No orders yet").waitFor();
    for (const name of account) await look(page, `/account/${name}`);
    for (const name of [...back, `orders/${number}`]) await look(page, `/admin/${name}`);
    expect(faults).toEqual([]);
    await leave();
  });

  test("who alone runs the shop is told what to do before they can leave it", async () => {
    const alone = await openWindow(site);
    const email = "olga@example.com";
    const { id } = await alone.service.accounts.create({ email, password });
    await alone.service.accounts.grant(id, admin);
    const { page, leave } = await visit(browser(), alone);
    await signInAt(page, email);
    await page.getByText("No orders yet").waitFor();
    await goTo(page, "/account/data");
    await page.getByLabel("Type “delete my account”").fill("delete my account");
    await page.getByRole("button", { name: "Delete my account" }).click();
    const words = page
      .getByRole("alert")
      .filter({ hasText: /Make somebody else an administrator/ });
    await words.waitFor();
    expect((await alone.service.accounts.find(email))?.id).toBe(id);
    await leave();
    await alone.close();
  });
});

async function look(page: Page, address: string): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 900 });
  await goTo(page, address);
  const unseen = [];
  for (let stop = 0; stop < 30; stop++) {
    await page.keyboard.press("Tab");
    const seen = await page.evaluate(hasVisibleFocus);
    if (seen !== true) unseen.push(seen);
  }
  expect([address, unseen]).toEqual([address, []]);
  expect([address, await page.getByRole("heading", { level: 1 }).count()]).toEqual([address, 1]);
  for (const role of ["button", "link"] as const)
    expect([address, await page.getByRole(role, { name: /^$/ }).count()]).toEqual([address, 0]);
  const fields = page.locator("input:not([aria-hidden]), select, textarea");
  expect([address, await fields.evaluateAll(findUnlabelled)]).toEqual([address, []]);
  for (const width of [320, 390, 700]) {
    await page.setViewportSize({ width, height: 780 });
    expect([address, width, await page.evaluate(overflow)]).toEqual([address, width, 0]);
  }
  expect([address, await page.evaluate(findSmallTargets)]).toEqual([address, []]);
}
