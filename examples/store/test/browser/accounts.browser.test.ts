import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";

import { describeInBrowser } from "../../../../tools/describe-in-browser.ts";
import { admin } from "../../contract/access.ts";
import { drawKey } from "../open-shop.fixture.ts";
import { password } from "../people.fixture.ts";
import { addAuthenticator, readMailedCode, showCode, signInAt } from "./accounts.fixture.ts";
import {
  type BuiltSite,
  buildSite,
  clara,
  fillForm,
  openWindow,
  type ShopWindow,
  visit,
  type Visit,
} from "./shop-window.fixture.ts";

describeInBrowser("accounts", (browser) => {
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
  const email = "clara@example.com";
  const makeClara = () => shop.service.accounts.create({ email, password, name: "Clara" });

  test("signs up with the code from the mail, orders, and finds the order in the account", async () => {
    const page = await enter([{ kind: "record", id: 124, quantity: 1 }]);
    await page.goto("/sign-up");
    await page.getByLabel("Name").fill("Clara Schumann");
    await page.getByLabel("E-mail").fill(email);
    await page.getByLabel("Password").fill("short");
    await page.getByRole("button", { name: "Make the account" }).click();
    await page.getByText("This password is too short: 15 characters at least").waitFor();
    await page.getByLabel("Password").fill(password);
    await page.getByRole("button", { name: "Make the account" }).click();
    await page.getByLabel("Code from the mail").fill(await readMailedCode(shop, email));
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.getByText("No orders yet").waitFor();
    await page.getByRole("link", { name: "Account of Clara Schumann" }).waitFor();
    const session = (await page.context().cookies()).find(({ name }) => name.endsWith("-session"));
    expect(session).toMatchObject({
      name: "__Host-store-session",
      httpOnly: true,
      secure: true,
      sameSite: "Strict",
    });

    await page.goto("/checkout");
    const { Name: _, "E-mail": __, ...street } = clara;
    await fillForm(page, street);
    await page.getByRole("button", { name: "Place the order, €24.10" }).click();
    await page.getByText("It is among your orders").waitFor();
    await page.getByRole("link", { name: "your orders" }).click();
    await page.getByRole("link", { name: "Cafezinho" }).click();
    await page.getByRole("heading", { level: 1, name: /^Order RO-/ }).waitFor();
    await page.getByText("Inselstraße 18").waitFor();
    // What the console calls a failure: the short password, and the proof of work that is asked for.
    const failures = visitor.faults.filter((fault) => !/status of (?:422|428)/.test(fault));
    expect(failures).toEqual([]);
  });

  test("sets up an authenticator app after proving again, and signs in with its code", async () => {
    await makeClara();
    const page = await enter();
    await signInAt(page, email);
    await page.getByText("No orders yet").waitFor();
    shop.tamper("UPDATE servery_sessions SET authenticated_at = 1");
    await page.getByRole("link", { name: "Security" }).click();
    await page.getByRole("button", { name: "Set up an app" }).click();
    const dialog = page.getByRole("dialog", { name: "Is it still you?" });
    await dialog.getByLabel("Password").fill(password);
    await dialog.getByRole("button", { name: "Go on" }).click();
    const secret = await page.locator(".secret code").innerText();
    await page.getByRole("img", { name: /^The secret/ }).waitFor();
    await page.getByLabel("Code that the app shows").fill(showCode(secret));
    await page.getByRole("button", { name: "Confirm" }).click();
    await page.getByRole("heading", { name: "Keep these recovery codes" }).waitFor();
    expect(await page.locator(".codes li").count()).toBeGreaterThanOrEqual(8);
    await page.getByRole("button", { name: "I have kept them" }).click();

    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("link", { name: "Sign in", exact: true }).waitFor();
    await signInAt(page, email);
    // A code counts once: the next one is as good.
    await page.getByLabel("Code of your authenticator app").fill(showCode(secret, 1));
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByText("No orders yet").waitFor();
  });

  test("adds a passkey, and signs in with it alone", async () => {
    await makeClara();
    const page = await enter();
    await addAuthenticator(page);
    await signInAt(page, email);
    await page.getByRole("link", { name: "Security" }).click();
    await page.getByLabel("What to call it").fill("My finger");
    await page.getByRole("button", { name: "Add a passkey" }).click();
    await page.getByRole("heading", { name: "My finger" }).waitFor();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("link", { name: "Sign in", exact: true }).click();
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await page.getByRole("link", { name: "Account of Clara" }).waitFor();
  });

  test("an administrator fills a shelf, and the shop shows it", async () => {
    const { id } = await makeClara();
    await shop.service.accounts.grant(id, admin);
    const page = await enter();
    await signInAt(page, email);
    await page.getByRole("link", { name: "Back of the shop" }).click();
    await page.getByText("No such orders").waitFor();
    await page.getByRole("link", { name: "Shelves" }).click();
    await page.getByLabel("Search titles and artists").fill("cafezinho");
    await page.getByRole("button", { name: "Edit Cafezinho" }).click();
    await page.getByLabel("Copies in stock").fill("2");
    await page.getByRole("button", { name: "Save" }).click();
    await page.getByRole("dialog").waitFor({ state: "detached" });
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Edit Cafezinho");
    await page.getByRole("link", { name: "Sales" }).click();
    await page.getByRole("button", { name: /As a table.*By genre/ }).click();
    await page.getByRole("cell", { name: "$826.65" }).waitFor();
    await page.goto("/records/124");
    await page.getByText("Only 2 copies left").waitFor();
    expect(visitor.faults).toEqual([]);
  });

  test("a session that is ended elsewhere says so, and lets one sign in again", async () => {
    await makeClara();
    const page = await enter();
    await signInAt(page, email);
    await page.getByText("No orders yet").waitFor();
    const phone = await visit(browser(), shop);
    await signInAt(phone.page, email);
    await phone.page.getByRole("link", { name: "Devices" }).click();
    await phone.page.getByRole("button", { name: "Sign out everywhere else" }).click();
    await phone.page.getByRole("button", { name: /^Sign out everywhere/ }).waitFor({
      state: "detached",
    });
    await page.getByRole("link", { name: "Devices" }).click();
    await page.getByText("Your session has ended").waitFor();
    await page.getByRole("link", { name: "Sign in again" }).click();
    await page.getByLabel("E-mail").waitFor();
    expect(new URL(page.url()).search).toBe("?next=%2Faccount%2Fsessions");
    await phone.leave();
  });

  test("a guest's order is claimed by its key, and somebody without the role sees no back of the shop", async () => {
    await makeClara();
    const key = drawKey();
    await shop.client.orders.place({
      region: "de",
      lines: [{ kind: "track", id: 1532 }],
      expectedTotalCents: 120,
      customer: { name: "Clara", email },
      key,
    });
    const page = await enter();
    await signInAt(page, email);
    await page.getByRole("button", { name: "Add an order by its key" }).click();
    await page.getByLabel("Key of the order").fill(key);
    await page.getByRole("button", { name: "Add it" }).click();
    await page.getByText("€1.20").waitFor();
    await page.goto("/admin/sales");
    await page.getByRole("heading", { level: 1, name: "Staff only" }).waitFor();
  });
});
