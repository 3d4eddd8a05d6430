import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";

import { describeInBrowser } from "../../../../tools/describe-in-browser.ts";
import { admin } from "../../contract/access.ts";
import { password } from "../people.fixture.ts";
import { signInAt } from "./accounts.fixture.ts";
import { buyOne, mark, restock } from "./live.fixture.ts";
import {
  type BuiltSite,
  buildSite,
  fillForm,
  goTo,
  openWindow,
  type ShopWindow,
  visit,
  type Visit,
  type VisitOptions,
} from "./shop-window.fixture.ts";

describeInBrowser("the shop as it is now", (browser) => {
  let site: BuiltSite;
  let shop: ShopWindow;
  let visits: Visit[];
  beforeAll(async () => {
    site = await buildSite();
  });
  afterAll(() => site.remove());
  beforeEach(async () => {
    shop = await openWindow(site);
    visits = [];
    await restock(shop, 5);
  });
  afterEach(async () => {
    for (const { leave } of visits) await leave();
    await shop.close();
  });

  const cart = [{ kind: "record", id: 124, quantity: 1 }];
  /** Each visit is a browser profile of its own. */
  const enter = async (address: string, options: VisitOptions = {}) => {
    const visitor = await visit(browser(), shop, options);
    visits.push(visitor);
    await goTo(visitor.page, address);
    return visitor;
  };
  const enterAs = async (name: string) => {
    const email = `${name.toLowerCase()}@example.com`;
    const { id } = await shop.service.accounts.create({ email, password, name });
    if (name === "Nadia") await shop.service.accounts.grant(id, admin);
    const visitor = await enter("/sign-in");
    await signInAt(visitor.page, email);
    await visitor.page.getByRole("heading", { level: 1, name: "My orders" }).waitFor();
    return { ...visitor, id };
  };

  test("what is bought in one window is gone in the other", async () => {
    const { page, faults, layoutShift } = await enter("/records/124");
    await page.getByText("In stock, 5 copies").waitFor();
    const isSame = await mark(page);
    const { page: other } = await enter("/checkout", { cart });
    await fillForm(other);
    await other.getByRole("button", { name: "Place the order, €24.10" }).click();
    await other.getByRole("heading", { level: 1, name: /^Thank you/ }).waitFor();
    await page.getByText("In stock, 4 copies", { exact: true }).waitFor();
    await page.getByText("Cafezinho: €19.20. In stock, 4 copies.").waitFor({ state: "attached" });
    expect([await isSame(), await layoutShift(), faults]).toEqual([true, 0, []]);
  });

  test("all that shows a record shows its last copy, and that it is sold", async () => {
    const { page, openTab, faults } = await enter("/records/124", { cart });
    const [racks, basket] = [await openTab(), await openTab()];
    await goTo(racks, "/?genre=16");
    await goTo(basket, "/cart");
    await restock(shop, 1);
    await page.getByText("The last copy", { exact: true }).waitFor();
    await racks.getByText("Last copy", { exact: true }).waitFor();
    await buyOne(shop);
    await page.getByText("Sold out", { exact: true }).first().waitFor();
    await racks.locator(".card-out").waitFor();
    await basket.getByText("Sold out meanwhile.").waitFor();
    expect(await basket.getByRole("link", { name: "To the counter" }).count()).toBe(0);
    expect(faults).toEqual([]);
  });

  test("a price that changes is shown, and paid only by who has seen it", async () => {
    const { page } = await enter("/checkout", { cart });
    await fillForm(page);
    await shop.service.write((db) =>
      db.deleteFrom("discounts").where("code", "=", "WORLD-TOUR").execute(),
    );
    const button = page.getByRole("button", { name: "Place the order, €25.70" });
    await page.getByText("The total is €25.70.").waitFor({ state: "attached" });
    await button.click();
    await page.getByText("You saw €24.10; it is now €25.70").waitFor();
    expect(shop.ask("SELECT number FROM orders")).toEqual([]);
    await button.click();
    await page.getByRole("heading", { level: 1, name: /^Thank you/ }).waitFor();
  });

  test("an order that is placed is there to be packed, and its customer sees it shipped", async () => {
    const { page: clara, faults } = await enterAs("Clara");
    await clara.getByText("No orders yet").waitFor();
    const { page: nadia } = await enterAs("Nadia");
    await goTo(nadia, "/admin/orders");
    await nadia.getByText("No such orders").waitFor();
    const counter = await visits[0]!.openTab();
    await goTo(counter, "/records/124");
    await counter.getByRole("button", { name: "Add to cart" }).click();
    await goTo(counter, "/checkout");
    await counter.getByLabel("Street and number").fill("Inselstraße 18");
    await counter.getByLabel("Postal code").fill("04103");
    await counter.getByLabel("Town").fill("Leipzig");
    await counter.getByRole("button", { name: "Place the order, €24.10" }).click();

    await clara.getByText("Being packed").waitFor();
    await nadia.getByText("To be packed (1)").waitFor();
    await nadia.getByRole("link", { name: /^RO-/ }).click();
    await nadia.getByRole("button", { name: "Mark as shipped" }).click();
    await clara.getByText("Shipped").waitFor();
    await nadia.getByRole("button", { name: "Mark as shipped" }).waitFor({ state: "detached" });
    expect(faults).toEqual([]);
  });

  test("offline: says so, and is right when the network is back", async () => {
    const { page } = await enter("/records/124");
    const isSame = await mark(page);
    await page.context().setOffline(true);
    const note = page.getByText("You are offline. Prices and stock may be out of date.");
    await note.waitFor();
    await buyOne(shop);
    expect(await page.getByText("In stock, 5 copies", { exact: true }).count()).toBe(1);
    await page.context().setOffline(false);
    await page.getByText("In stock, 4 copies", { exact: true }).waitFor();
    await note.waitFor({ state: "detached" });
    expect(await isSame()).toBe(true);
  });

  test("the shop closes and opens again over the same database: goes on where it was", async () => {
    const { page } = await enter("/records/124");
    const isSame = await mark(page);
    await shop.shut();
    const note = page.getByText("Reconnecting. Prices and stock may be out of date.");
    await note.waitFor();
    shop.tamper("UPDATE records SET stock = 3 WHERE id = 124");
    await shop.reopen();
    await page.getByText("Only 3 copies left", { exact: true }).waitFor();
    await note.waitFor({ state: "detached" });
    await buyOne(shop);
    await page.getByText("Only 2 copies left", { exact: true }).waitFor();
    expect(await isSame()).toBe(true);
  });

  test("who signs out in one tab sees no more of their orders in another", async () => {
    const { page, openTab, id } = await enterAs("Clara");
    const watchers = async () =>
      (await shop.service.explain("myOrders.list", {}, { user: id })).watchers;
    const tab = await openTab();
    await goTo(tab, "/account/orders");
    await vi.waitFor(async () => expect(await watchers()).toBeGreaterThan(0), 20_000);
    await page.getByRole("button", { name: "Sign out" }).click();
    await tab.getByText("You have signed out").waitFor();
    await vi.waitFor(async () => expect(await watchers()).toBe(0), 20_000);
  });

  test("the tabs of a browser share one stream, and each shows what it is told", async () => {
    const { page, openTab } = await enter("/records/124");
    const tabs = [page, await openTab(), await openTab()];
    for (const tab of tabs.slice(1)) await goTo(tab, "/records/124");
    await vi.waitFor(() => expect(shop.streams.open).toBe(1), 20_000);
    await buyOne(shop);
    for (const tab of tabs) await tab.getByText("In stock, 4 copies", { exact: true }).waitFor();
    // The one that has the stream goes, and another takes it over.
    await page.close();
    await buyOne(shop);
    for (const tab of tabs.slice(1))
      await tab.getByText("Only 3 copies left", { exact: true }).waitFor();
    await vi.waitFor(() => expect(shop.streams.open).toBe(1), 20_000);
  });
});
