import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import type { Server } from "node:http";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { serve } from "servery/node";
import { type ServiceSettings, silentLog } from "servery/server";
import { build } from "vite";

import service from "../../service.ts";
import { identityAt } from "../../service/identity.ts";
import { openShop, type OpenShop } from "../open-shop.fixture.ts";

/** The built front-end, in a directory of its own. */
export interface BuiltSite {
  readonly directory: string;
  remove(): void;
}

export async function buildSite(): Promise<BuiltSite> {
  const directory = mkdtempSync(join(tmpdir(), "servery-store-site-"));
  const configFile = new URL("../../vite.config.ts", import.meta.url).pathname;
  const root = new URL("../../web", import.meta.url).pathname;
  await build({
    configFile,
    root,
    logLevel: "error",
    build: { outDir: directory, emptyOutDir: true },
  });
  return { directory, remove: () => rmSync(directory, { recursive: true }) };
}

/** A shop that is served with its front-end. */
export interface ShopWindow extends OpenShop {
  readonly url: string;
  /** The streams of live queries that are open now, and how many there have been. */
  readonly streams: { open: number; asked: number };
  /** Ends the process, as far as anybody outside can tell. */
  shut(): Promise<void>;
  /** Starts another at the same address, over the same database. */
  reopen(): Promise<void>;
}

/** As a shop is run: in production, at an address that it knows. */
export async function openWindow(
  { directory }: BuiltSite,
  others: ServiceSettings = {},
): Promise<ShopWindow> {
  const port = await findFreePort();
  const settings: ServiceSettings = {
    ...others,
    mode: "production",
    migrations: fileURLToPath(new URL("../../migrations", import.meta.url)),
    pendingMigrations: "apply",
    identity: identityAt(`http://localhost:${port}`),
  };
  const shop = await openShop(settings);
  const streams = { open: 0, asked: 0 };
  const open = async (served: typeof shop.service) => {
    const options = { port, log: silentLog, signals: false, site: { directory } };
    const { url, server, close } = await serve(served, options);
    countStreams(server, streams);
    return { url, close };
  };
  let front = await open(shop.service);
  const { database } = shop;
  return {
    ...shop,
    url: front.url,
    streams,
    shut: async () => void (await front.close()),
    async reopen() {
      front = await open(service.with({ ...settings, database, log: silentLog }));
    },
    async close() {
      await front.close();
      await shop.close();
    },
  };
}

function countStreams(server: Server, streams: ShopWindow["streams"]): void {
  server.on("request", ({ url }, response) => {
    if (url !== "/_servery/live") return;
    streams.open += 1;
    streams.asked += 1;
    response.once("close", () => {
      streams.open -= 1;
    });
  });
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

/** A visitor's page, and everything that went wrong on it. */
export interface Visit {
  readonly page: Page;
  /** Errors and warnings of the console, refused policies, failed and foreign requests. */
  readonly faults: string[];
  /** How far things have jumped: the cumulative layout shift. */
  layoutShift(): Promise<number>;
  /** Another tab of the same visitor. */
  openTab(): Promise<Page>;
  leave(): Promise<void>;
}

export interface VisitOptions extends BrowserContextOptions {
  /** What the browser has kept as the cart. */
  readonly cart?: readonly object[] | string;
}

export async function visit(
  browser: Browser,
  shop: ShopWindow,
  options: VisitOptions = {},
): Promise<Visit> {
  const { cart = [], ...others } = options;
  const value = typeof cart === "string" ? cart : JSON.stringify(cart);
  const context = await browser.newContext({
    locale: "de-DE",
    viewport: { width: 1280, height: 900 },
    baseURL: shop.url,
    storageState: {
      cookies: [],
      origins: [{ origin: shop.url, localStorage: [{ name: "runout.cart", value }] }],
    },
    ...others,
  });
  await context.addInitScript(watchLayout);
  const faults: string[] = [];
  const openTab = async () => {
    const page = await context.newPage();
    watchFaults(page, shop.url, faults);
    return page;
  };
  const page = await openTab();
  return {
    page,
    faults,
    layoutShift: () =>
      page.evaluate(() => (globalThis as unknown as { layoutShift: number }).layoutShift),
    openTab,
    leave: () => context.close(),
  };
}

function watchFaults(page: Page, origin: string, faults: string[]): void {
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") faults.push(message.text());
  });
  page.on("pageerror", (error) => faults.push(error.message));
  page.on("requestfailed", (request) => {
    // A question that nobody waits for any more is aborted on purpose.
    if (request.failure()?.errorText !== "net::ERR_ABORTED") faults.push(`${request.url()} failed`);
  });
  page.on("request", (request) => {
    if (!request.url().startsWith(origin)) faults.push(`${request.url()} is foreign`);
  });
}

// Runs in the page.
function watchLayout(): void {
  const scope = globalThis as unknown as { layoutShift: number };
  scope.layoutShift = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as unknown as {
      hadRecentInput: boolean;
      value: number;
    }[])
      if (!entry.hadRecentInput) scope.layoutShift += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
}

export const clara = {
  Name: "Clara Schumann",
  "E-mail": "clara@example.com",
  "Street and number": "Inselstraße 18",
  "Postal code": "04103",
  Town: "Leipzig",
};

export async function fillForm(
  page: Page,
  values: Readonly<Record<string, string>> = clara,
): Promise<void> {
  for (const [label, value] of Object.entries(values)) await page.getByLabel(label).fill(value);
}

/** Opens a page and waits until nothing on it is on its way any more. */
export async function goTo(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.locator("h1").waitFor();
  await page.locator(".bone, [aria-busy=true]").first().waitFor({ state: "detached" });
}
