import { mkdtempSync, rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { BrowserContext, Page, Request } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createServer, type ViteDevServer } from "vite";

import { describeInBrowser } from "../../../../../tools/describe-in-browser.ts";
import { serve } from "../../../src/node.ts";
import { silentLog } from "../../../src/server.ts";
import { servery } from "../../../src/vite.ts";
import { openShelf } from "./shelf-service.ts";

const root = fileURLToPath(new URL("page", import.meta.url));

describeInBrowser("live queries in pages, under StrictMode", (browser) => {
  let cacheDir: string;
  let pages: ViteDevServer;
  let service: Awaited<ReturnType<typeof openShelf>>;
  let served: Awaited<ReturnType<typeof serve>>;
  let context: BrowserContext;
  const problems: string[] = [];
  const requests: string[] = [];

  beforeAll(async () => {
    cacheDir = mkdtempSync(join(tmpdir(), "servery-live-"));
    service = await openShelf();
    served = await serve(service, { port: 0, log: silentLog, signals: false });
    pages = await createServer({
      root,
      cacheDir,
      configFile: false,
      logLevel: "error",
      server: {
        port: 0,
        host: "127.0.0.1",
        hmr: false,
        watch: null,
        proxy: { "/api": served.url, "/_servery": served.url },
      },
      plugins: [servery(), { name: "rendered", configureServer: serveRendered }],
      optimizeDeps: { include: ["react", "react-dom/client", "react/jsx-dev-runtime"] },
    });
    await pages.listen();
  });
  afterAll(async () => {
    await pages.close();
    await served.close();
    rmSync(cacheDir, { recursive: true });
  });
  beforeEach(async () => {
    problems.length = 0;
    requests.length = 0;
    for (const id of ["1", "2", "3"]) await set(id, 10);
    context = await browser().newContext();
    context.on("request", (request) => note(request));
  });
  afterEach(async () => {
    await context.close();
    expect(problems).toEqual([]);
  });

  /** `/rendered` is the same page, rendered on the server. */
  function serveRendered({ middlewares }: ViteDevServer): void {
    middlewares.use("/rendered", (request, response) => void answer(request, response));
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { render } = (await pages.ssrLoadModule("/server.tsx")) as {
      render(link: typeof service, search: string): Promise<{ html: string; queries: string }>;
    };
    const { html, queries } = await render(service, request.url?.split("?")[1] ?? "");
    const document = `<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><main>${html}</main><script type="application/json" id="queries">${queries}</script><script type="module" src="/main.tsx"></script>`;
    response.setHeader("content-type", "text/html");
    response.end(await pages.transformIndexHtml("/rendered", document));
  }

  function note(request: Request): void {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/api/items/")) requests.push(`get ${pathname.slice(11)}`);
    if (!pathname.startsWith("/_servery/")) return;
    const { queries, watch, unwatch } = (request.postDataJSON() ?? {}) as {
      [name: string]: readonly {
        readonly input: { readonly id: string };
        readonly hash?: string;
      }[];
    };
    const ids = [...(queries ?? []), ...(watch ?? [])].map(
      ({ input, hash }) => `${input.id}${hash === undefined ? "" : "="}`,
    );
    const less = (unwatch ?? []).length;
    const parts = [pathname.slice(10), ids.join(","), less > 0 ? `-${less}` : ""];
    requests.push(parts.filter((part) => part !== "").join(" "));
  }

  const set = (id: string, stock: number) => service.call("items.set", { id, stock });
  const remove = (id: string) => service.call("items.remove", { id });

  async function open(query: string, path = ""): Promise<Page> {
    const page = await context.newPage();
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("console", (message) => {
      const isAnswer = message.text().startsWith("Failed to load resource");
      if (message.type() === "error" && !isAnswer) problems.push(message.text());
    });
    await page.goto(`${pages.resolvedUrls?.local[0]}${path}?${query}`);
    return page;
  }

  const shows = (page: Page, name: string, text: string) =>
    vi.waitFor(async () => expect(await page.textContent(`#${name}`)).toBe(text), 20_000);

  describe("useQuery with live", () => {
    test("shows what changes, by one stream and one watch, however often effects run", async () => {
      const page = await open("live=1&live=1&plain=2");
      await shows(page, "live-1", "10 live");
      await set("1", 9);
      await shows(page, "live-1", "9 live");
      await remove("1");
      await shows(page, "live-1", "9 not_found live");
      await set("1", 8);
      await shows(page, "live-1", "8 live");
      await shows(page, "plain-2", "10");
      expect(requests.toSorted()).toEqual(["get 2", "live 1"]);
    });

    test("watches what comes, and lets go of what goes", async () => {
      const page = await open("live=1");
      await shows(page, "live-1", "10 live");
      await page.click("#more");
      await shows(page, "live-2", "10 live");
      await page.click("#toggle");
      await vi.waitFor(() =>
        expect(requests).toEqual(["live 1", "live/queries 2", "live/queries -2"]),
      );
      await page.click("#toggle");
      await shows(page, "live-2", "10 live");
      await set("2", 7);
      await shows(page, "live-2", "7 live");
    });

    test("is offline without a network, and catches up with it", async () => {
      const page = await open("live=1");
      await shows(page, "live-1", "10 live");
      await context.setOffline(true);
      await shows(page, "live-1", "10 offline");
      await set("1", 5);
      await context.setOffline(false);
      await shows(page, "live-1", "5 live");
      expect(requests.at(-1)).toBe("live 1=");
    });
  });

  describe("two pages of one browser", () => {
    test("share one stream, which the other takes over when one is closed", async () => {
      const one = await open("live=1");
      await shows(one, "live-1", "10 live");
      const two = await open("live=1&live=2");
      await shows(two, "live-1", "10 live");
      await shows(two, "live-2", "10 live");
      expect(requests).toEqual(["live 1", "live/queries 2"]);
      await one.close();
      await set("1", 3);
      await shows(two, "live-1", "3 live");
      await shows(two, "live-2", "10 live");
    });

    test("what one of them changes, the other shows", async () => {
      const one = await open("live=1");
      const two = await open("live=1");
      await shows(one, "live-1", "10 live");
      await shows(two, "live-1", "10 live");
      await one.evaluate("client.items.set({ id: '1', stock: 4 })");
      await shows(two, "live-1", "4 live");
      await shows(one, "live-1", "4 live");
    });
  });

  describe("a page that was rendered on a server", () => {
    test("shows at once what was read for it, asks for nothing, and is live from there", async () => {
      const page = await open("live=1&plain=2&suspense=3", "rendered");
      await shows(page, "live-1", "10 live");
      await shows(page, "suspense-3", "10 live");
      expect(await page.textContent("#plain-2")).toBe("10");
      // Boundaries hydrate when they like, so in whatever order, and together or not.
      const watched = requests.flatMap((each) => each.replace(/^live\S* /, "").split(","));
      expect(watched.toSorted()).toEqual(["1=", "3="]);
      await set("3", 2);
      await shows(page, "suspense-3", "2 live");
    });

    test("shows what has changed since", async () => {
      await context.route("**/main.tsx", async (route) => {
        await set("1", 6);
        await route.continue();
      });
      const page = await open("live=1", "rendered");
      await shows(page, "live-1", "6 live");
      expect(requests).toEqual(["live 1="]);
    });
  });

  describe("the browser's cache", () => {
    const read = (page: Page, id: string) =>
      page.evaluate<number>(`client.items.hinted({ id: "${id}" }).then(({ stock }) => stock)`);

    test("is used as the contract says, but not for what this page has written since", async () => {
      const page = await open("");
      expect(await read(page, "1")).toBe(10);
      await set("1", 9);
      await page.evaluate("client.items.get({ id: '2' })");
      expect(await read(page, "1")).toBe(10);
      await page.evaluate("client.items.set({ id: '2', stock: 1 })");
      expect(await read(page, "1")).toBe(9);
      await set("1", 8);
      expect(await read(page, "1")).toBe(9);
    });
  });

  describe("useSuspenseQuery", () => {
    test("waits, then shows, and goes on live", async () => {
      const page = await open("suspense=1&suspense=2");
      await shows(page, "suspense-1", "10 live");
      await shows(page, "suspense-2", "10 live");
      await set("1", 1);
      await shows(page, "suspense-1", "1 live");
      expect(requests.filter((each) => each.startsWith("get"))).toEqual(["get 1", "get 2"]);
    });

    test("throws a problem to the error boundary, and asks anew when that tries again", async () => {
      await remove("1");
      const page = await open("suspense=1");
      await shows(page, "again", "not_found");
      // What React itself says of every error that a boundary has caught.
      problems.length = 0;
      await set("1", 11);
      await vi.waitFor(async () => {
        const again = page.locator("#again");
        if (await again.isVisible()) await again.click();
        expect(await page.textContent("#suspense-1", { timeout: 500 })).toBe("11 live");
      }, 20_000);
      problems.length = 0;
    });
  });
});
