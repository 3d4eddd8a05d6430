import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { describeInBrowser } from "../../../../tools/describe-in-browser.ts";
import {
  type BuiltSite,
  buildSite,
  openWindow,
  type ShopWindow,
  visit,
  type Visit,
} from "./shop-window.fixture.ts";

describeInBrowser("browsing", (browser) => {
  let site: BuiltSite;
  let shop: ShopWindow;
  let visitor: Visit;
  beforeAll(async () => {
    site = await buildSite();
    shop = await openWindow(site);
  });
  afterAll(async () => {
    await shop.close();
    site.remove();
  });
  beforeEach(async () => {
    visitor = await visit(browser(), shop);
  });
  afterEach(() => visitor.leave());

  const count = (words: string) =>
    visitor.page.getByRole("status").filter({ hasText: words }).waitFor();

  test("searches, filters and sorts; the address says how", async () => {
    const { page } = visitor;
    await page.goto("/");
    await count("347 records in the racks");
    await page.getByLabel("Search").fill("joao");
    await count("1 record found");
    expect(page.url()).toBe(`${shop.url}/?q=joao`);
    await page.getByRole("link", { name: "Cafezinho", exact: true }).waitFor();
    await page.getByLabel("Search").fill("");
    await page.getByRole("button", { name: /^Jazz/ }).click();
    await count("13 records found");
    await page.getByLabel("Order").selectOption("Price, high to low");
    await page.getByLabel("In stock only").check();
    await page.reload();
    await count("12 records found");
    expect(new URL(page.url()).search).toBe("?genre=2&stock=1&sort=price_desc");
    expect(await visitor.layoutShift()).toBeLessThan(0.01);
    expect(visitor.faults).toEqual([]);
  });

  test("says so when nothing is found, and leads back", async () => {
    const { page } = visitor;
    await page.goto("/?q=no+such+record");
    await page.getByText("Nothing in the racks answers to that").waitFor();
    await page.getByRole("link", { name: "Show all records" }).click();
    await count("347 records");
    expect(visitor.faults).toEqual([]);
  });

  test("fetches more, and going back finds the list as long and where it was", async () => {
    const { page } = visitor;
    await page.goto("/");
    const cards = page.locator(".card");
    await page.getByRole("button", { name: "Show more records" }).click();
    await page.getByText("48 of 347").waitFor();
    await cards.nth(40).getByRole("link").scrollIntoViewIfNeeded();
    const before = await page.evaluate(() => window.scrollY);
    expect(before).toBeGreaterThan(1000);
    await cards.nth(40).getByRole("link").click();
    await page.getByRole("button", { name: /Add to cart|Sold out/ }).waitFor();
    expect(await page.evaluate(() => window.scrollY)).toBe(0);
    await page.goBack();
    await page.getByText("48 of 347").waitFor();
    const scrolled = () => page.evaluate(() => window.scrollY);
    await expect.poll(scrolled, { timeout: 20_000 }).toBe(before);
    expect(visitor.faults).toEqual([]);
  });

  test("another destination has other prices, and is remembered", async () => {
    const { page } = visitor;
    await page.goto("/records/124");
    const price = page.locator(".buy-price");
    await price.getByText("€19.20").waitFor();
    await page.getByLabel("Ship to").selectOption("United States (USD)");
    await price.getByText("$18.10").waitFor();
    await page.getByText("plus 7.25% Sales tax").waitFor();
    await page.reload();
    await price.getByText("$18.10").waitFor();
    expect(visitor.faults).toEqual([]);
  });

  test.each(["{", '"x"', '[{"kind":"record","id":"124"}, 7, null]', "\u0000"])(
    "a cart that holds %j is an empty one",
    async (stored) => {
      const { page, faults, leave } = await visit(browser(), shop, { cart: stored });
      await page.goto("/cart");
      await page.getByText("Nothing in it yet").waitFor();
      expect(faults).toEqual([]);
      await leave();
    },
  );

  test("names what the shop no longer has, and takes it out", async () => {
    const cart = [
      { kind: "track", id: 999_999 },
      { kind: "record", id: 124, quantity: 1 },
    ];
    const { page, faults, leave } = await visit(browser(), shop, { cart });
    await page.goto("/cart");
    await page.getByText("The shop no longer has what was number 999999.").waitFor();
    await page.getByRole("button", { name: "Remove it" }).click();
    await page.getByRole("link", { name: "Cart 1 item" }).waitFor();
    expect(faults).toEqual([]);
    await leave();
  });

  test("the cart is the same in all tabs", async () => {
    const { page } = visitor;
    await page.goto("/records/124");
    const tab = await visitor.openTab();
    await tab.goto("/cart");
    await page.getByRole("button", { name: "Add to cart" }).click();
    await tab.getByRole("heading", { level: 2, name: "Cafezinho" }).waitFor();
    await tab.getByRole("button", { name: "Remove Cafezinho" }).click();
    await page.getByRole("link", { name: "Cart 0 items" }).waitFor();
    expect(visitor.faults).toEqual([]);
  });

  test.each([
    ["/records/9999", "No such record"],
    ["/records/x", "No such record"],
    ["/nowhere", "Not on this shelf"],
  ])("%s says that there is nothing", async (address, heading) => {
    await visitor.page.goto(address);
    await visitor.page.getByRole("heading", { level: 1, name: heading }).waitFor();
  });

  test("when the service does not answer, says so and tries again", async () => {
    const { page } = visitor;
    const watching = /\/_servery\/live/;
    let tries = 0;
    await page.route(watching, (route) => {
      tries++;
      return route.abort("connectionrefused");
    });
    await page.goto("/");
    await page.getByRole("alert").waitFor({ timeout: 20_000 });
    // Before there is an answer to be had: the page also tries by itself, and takes the button away with its success.
    const before = tries;
    await page.getByRole("button", { name: "Try again" }).click();
    await expect.poll(() => tries).toBeGreaterThan(before);
    await page.unroute(watching);
    await count("347 records");
  });
});
