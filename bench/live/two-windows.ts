import { parseArgs } from "node:util";

import type { Page } from "playwright-core";

import { drawKey } from "../../examples/store/test/open-shop.fixture.ts";
import {
  buildSite,
  openWindow,
  type ShopWindow,
  visit,
} from "../../examples/store/test/browser/shop-window.fixture.ts";
import { launchBrowser } from "../../tools/browser.ts";
import { findChromium } from "../../tools/chromium.ts";
import { toTable } from "../report/table.ts";

/** A purchase in one window, and when the other had painted it: epoch milliseconds of one machine. */
interface Purchase {
  readonly sentAt: number;
  readonly answeredAt: number;
  readonly paintedAt: number;
}

/** What a display of 60 Hz takes for one frame, in milliseconds. */
const frameMs = 1000 / 60;
/** So many copies are told one by one. */
const mostTold = 9;

/**
 * `node live/two-windows.ts [--purchases 200]`: two browser profiles look at the store; one buys the record that the
 * other shows. Measures from the answer to the purchase until the other window has painted what is left.
 */
export async function measureTwoWindows(purchases: number): Promise<readonly Purchase[]> {
  const { path, hint } = findChromium();
  if (path === undefined) throw new Error(hint);
  const site = await buildSite();
  // Each purchase comes from an address of its own, for the store sells ten a minute to each.
  const shop = await openWindow(site, { trustedProxies: 1 });
  const browser = await launchBrowser(path);
  try {
    const [watching, buying] = [await visit(browser, shop), await visit(browser, shop)];
    for (const { page } of [watching, buying]) await page.goto("/records/124");
    await watching.page.locator(".buy-stock").waitFor();
    await watching.page.evaluate(followStock);
    const all: Purchase[] = [];
    while (all.length < purchases)
      all.push(...(await sellOut(shop, watching.page, buying.page, all.length)));
    const measured = all.slice(0, purchases);
    console.log(toText(measured));
    return measured;
  } finally {
    await browser.close();
    await shop.close();
    site.remove();
  }
}

/** Fills the shelf, and buys one copy after the other. */
async function sellOut({ service }: ShopWindow, watching: Page, buying: Page, before: number) {
  const fill = { stock: mostTold };
  await service.write((db) => db.updateTable("records").set(fill).where("id", "=", 124).execute());
  await watching.evaluate(paintedAt, toWords(mostTold));
  const sold: Purchase[] = [];
  for (let left = mostTold - 1; left > 3; left -= 1) {
    const number = before + sold.length;
    const address = `10.1.${Math.floor(number / 250)}.${number % 250}`;
    const bought = await buying.evaluate(buy, { key: drawKey(), address });
    sold.push({ ...bought, paintedAt: await watching.evaluate(paintedAt, toWords(left)) });
  }
  return sold;
}

const toWords = (stock: number) => `In stock, ${stock} copies`;

function toText(purchases: readonly Purchase[]): string {
  const spans = [
    ["answer → painted", purchases.map(({ answeredAt, paintedAt }) => paintedAt - answeredAt)],
    ["request → painted", purchases.map(({ sentAt, paintedAt }) => paintedAt - sentAt)],
    ["request → answer", purchases.map(({ sentAt, answeredAt }) => answeredAt - sentAt)],
  ] as const;
  const rows = spans.map(([name, values]) => [
    name,
    ...[0.5, 0.99, 1].map((part) => quantile(values, part).toFixed(1)),
    `${Math.round((values.filter((ms) => ms <= 2 * frameMs).length / values.length) * 100)}%`,
  ]);
  const head = ["ms", "p50", "p99", "most", "in two frames"];
  return `\nTwo windows, ${purchases.length} purchases\n\n${toTable(head, rows)}\n`;
}

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(part * sorted.length) - 1)] ?? Number.NaN;
}

// What follows runs in the pages.

interface Followed {
  /** When these words were painted last. */
  readonly painted: Map<string, number>;
  told: () => void;
}

/** Notes when what is said of the stock was painted: a task that follows the frame in which it is. */
function followStock(): void {
  const followed: Followed = { painted: new Map(), told: () => {} };
  Object.assign(globalThis, { followed });
  const stock = document.querySelector(".buy-stock")!;
  const note = (words: string) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", () => {
      followed.painted.set(words, performance.timeOrigin + performance.now());
      followed.told();
    });
    port1.start();
    requestAnimationFrame(() => port2.postMessage(undefined));
  };
  note(stock.textContent);
  new MutationObserver(() => note(stock.textContent)).observe(stock, {
    childList: true,
    subtree: true,
    characterData: true,
  });
}

/** Waits for these words to be painted, once for each time that they are. */
async function paintedAt(words: string): Promise<number> {
  const { followed } = globalThis as unknown as { followed: Followed };
  while (!followed.painted.has(words))
    await new Promise<void>((resolve) => {
      followed.told = resolve;
    });
  const at = followed.painted.get(words)!;
  followed.painted.delete(words);
  return at;
}

async function buy({ key, address }: { readonly key: string; readonly address: string }) {
  const now = () => performance.timeOrigin + performance.now();
  const body = {
    region: "de",
    lines: [{ kind: "record", id: 124, quantity: 1 }],
    expectedTotalCents: 2410,
    customer: { name: "Clara Schumann", email: "clara@example.com" },
    address: { street: "Inselstraße 18", postalCode: "04103", city: "Leipzig" },
    key,
  };
  const headers = {
    "content-type": "application/json",
    "servery-csrf": "1",
    "x-forwarded-for": address,
  };
  const sentAt = now();
  const answer = await fetch("/api/orders", {
    method: "POST",
    headers,
    body: JSON.stringify(body),
  });
  await answer.json();
  const answeredAt = now();
  if (answer.status !== 201) throw new Error(`The purchase was answered with ${answer.status}.`);
  return { sentAt, answeredAt };
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { purchases: { type: "string", default: "200" } } });
  await measureTwoWindows(Number(values.purchases));
}
