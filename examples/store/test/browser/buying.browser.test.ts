import { createHash } from "node:crypto";

import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { describeInBrowser } from "../../../../tools/describe-in-browser.ts";
import {
  type BuiltSite,
  buildSite,
  fillForm,
  openWindow,
  type ShopWindow,
  visit,
  type Visit,
} from "./shop-window.fixture.ts";

describeInBrowser("buying", (browser) => {
  let site: BuiltSite;
  let shop: ShopWindow;
  let visitor: Visit;
  beforeAll(async () => {
    site = await buildSite();
  });
  afterAll(() => site.remove());
  beforeEach(async () => {
    shop = await openWindow(site);
  });
  afterEach(async () => {
    await visitor.leave();
    await shop.close();
  });

  const enter = async (cart: readonly object[] = []) => {
    visitor = await visit(browser(), shop, { cart });
    return visitor.page;
  };
  const records = (id: number, quantity: number) => [{ kind: "record", id, quantity }];
  const orders = () => shop.ask("SELECT keyHash FROM orders").map(({ keyHash }) => keyHash);
  const stockOf = (id: number) =>
    shop.ask(`SELECT stock FROM records WHERE id = ${id}`)[0]?.["stock"];

  test("product 124, from the window to the receipt and back to it", async () => {
    const page = await enter();
    await page.goto("/");
    await page.getByRole("link", { name: "This week: Cafezinho" }).click();
    await page.getByRole("heading", { level: 1, name: "Cafezinho" }).waitFor();
    expect(await page.title()).toBe("Cafezinho, João Suplicy · Runout Records");
    expect(await page.locator(".buy-price").innerText()).toContain("€19.20");
    await page.getByText("In stock, more than 10 copies").waitFor();
    await page.getByText("World tour.").waitFor();

    await page.getByRole("button", { name: "Add to cart" }).click();
    await page.getByRole("link", { name: "Cart 1 item" }).click();
    await page.getByRole("heading", { level: 2, name: "Cafezinho" }).waitFor();
    await page.getByRole("link", { name: "To the counter" }).click();
    await fillForm(page);
    await page.getByRole("button", { name: "Place the order, €24.10" }).click();

    await page.getByRole("heading", { level: 1, name: "Thank you, Clara Schumann." }).waitFor();
    const key = await page.locator(".key code").innerText();
    expect(orders()).toEqual([createHash("sha256").update(key).digest("base64url")]);
    expect(stockOf(124)).toBe(11);
    expect(page.url()).toBe(`${shop.url}/order`);
    await page.getByText("€24.10").first().waitFor();
    await page.reload();
    await page.getByText("Inselstraße 18").waitFor();
    await page.getByRole("link", { name: "Cart 0 items" }).waitFor();

    await page.getByRole("link", { name: "Runout" }).click();
    await page.getByRole("link", { name: "Find an order" }).first().click();
    await page.getByLabel("Key of the order").fill(key);
    await page.getByRole("button", { name: "Show the order" }).click();
    await page.getByRole("heading", { level: 1, name: /^Order RO-/ }).waitFor();
    expect(page.url()).not.toContain(key);
    expect(await visitor.layoutShift()).toBeLessThan(0.01);
    expect(visitor.faults).toEqual([]);
  });

  test("a download alone asks for no address", async () => {
    const page = await enter();
    await page.goto("/records/124");
    await page.getByRole("button", { name: "Download of Choramingando in the cart" }).click();
    await page.goto("/checkout");
    await page.getByLabel("Name").fill("Clara Schumann");
    expect(await page.getByLabel("Street and number").count()).toBe(0);
    await page.getByLabel("E-mail").fill("clara@example.com");
    await page.getByRole("button", { name: "Place the order, €1.20" }).click();
    await page.getByText("Downloads, at once").waitFor();
    expect(visitor.faults).toEqual([]);
  });

  test("tells at once what is missing, at the line where it is missing", async () => {
    const page = await enter(records(124, 1));
    await page.goto("/checkout");
    await page.getByRole("button", { name: /Place the order/ }).click();
    await page.getByText("Tell us whom the order is for.").waitFor();
    expect(await page.getByLabel("Name").getAttribute("aria-invalid")).toBe("true");
    expect(
      await page.getByLabel("Name").evaluate((input) => input === document.activeElement),
    ).toBe(true);
    await page.getByText("Tell us the town.").waitFor();
    expect(orders()).toEqual([]);
  });

  test("somebody else is faster: says what is left on the spot, and sells that", async () => {
    const page = await enter(records(157, 2));
    await page.goto("/checkout");
    await fillForm(page);
    await page.getByRole("button", { name: /Place the order/ }).waitFor();
    shop.tamper("UPDATE records SET stock = 1 WHERE id = 157");
    await page.getByRole("button", { name: /Place the order/ }).click();
    const alert = page.getByRole("alert").filter({ hasText: "Somebody was faster" });
    await alert.getByText("Only one copy is left.").waitFor();
    expect(await page.getByLabel("Town").inputValue()).toBe("Leipzig");
    await alert.getByRole("button", { name: "Take 1" }).click();
    await page.getByRole("button", { name: "Place the order, €28.50" }).click();
    await page.getByRole("heading", { level: 1, name: /Thank you/ }).waitFor();
    expect([stockOf(157), orders().length]).toEqual([0, 1]);
  });

  test("sold out: the page says so and sells none", async () => {
    const page = await enter(records(183, 1));
    await page.goto("/records/183");
    expect(await page.getByRole("button", { name: "Sold out" }).isDisabled()).toBe(true);
    await page.goto("/cart");
    await page.getByText("Sold out meanwhile.").waitFor();
    expect(await page.getByRole("link", { name: "To the counter" }).count()).toBe(0);
    await page.getByRole("button", { name: "Remove it" }).click();
    await page.getByText("Nothing in it yet").waitFor();
    expect(visitor.faults).toEqual([]);
  });

  test("the price has changed: shows both, and orders only when asked again", async () => {
    const page = await enter(records(124, 1));
    await page.goto("/checkout");
    await fillForm(page);
    await page.getByRole("button", { name: "Place the order, €24.10" }).waitFor();
    shop.tamper("DELETE FROM discounts WHERE code = 'WORLD-TOUR'");
    await page.getByRole("button", { name: "Place the order, €24.10" }).click();
    const alert = page.getByRole("alert").filter({ hasText: "The total has changed" });
    expect(await alert.innerText()).toContain("You saw €24.10; it is now €25.70");
    expect(orders()).toEqual([]);
    await page.getByRole("button", { name: "Place the order, €25.70" }).click();
    await page.getByRole("heading", { level: 1, name: /Thank you/ }).waitFor();
    expect(orders()).toHaveLength(1);
  });

  test("the answer gets lost: buys once, and shows the receipt all the same", async () => {
    const page = await enter(records(124, 1));
    await page.goto("/checkout");
    await fillForm(page);
    let lost = 0;
    await page.route("**/api/orders", async (route) => {
      if (lost > 0) return route.continue();
      lost += 1;
      await route.fetch();
      return route.abort("connectionreset");
    });
    await page.getByRole("button", { name: "Place the order, €24.10" }).click();
    await page.getByRole("heading", { level: 1, name: /Thank you/ }).waitFor();
    expect([lost, orders().length, stockOf(124)]).toEqual([1, 1, 11]);
  });
});
