import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createServer, type ViteDevServer } from "vite";

import { describeInBrowser } from "../../../../tools/describe-in-browser.ts";
import { servery } from "../../src/vite.ts";
import { createTestApi, type TestApi } from "./api.ts";

const root = fileURLToPath(new URL("page", import.meta.url));

describeInBrowser("the hooks, under StrictMode", (browser) => {
  let cacheDir: string;
  let server: ViteDevServer;
  let api: TestApi;
  let page: Page;
  const problems: string[] = [];

  beforeAll(async () => {
    cacheDir = mkdtempSync(join(tmpdir(), "servery-react-"));
    server = await createServer({
      root,
      cacheDir,
      configFile: false,
      logLevel: "error",
      server: { port: 0, host: "127.0.0.1" },
      plugins: [servery(), { name: "api", configureServer: serveApi }],
      optimizeDeps: { include: ["react", "react-dom/client", "react/jsx-dev-runtime"] },
    });
    await server.listen();
  });
  afterAll(async () => {
    await server.close();
    rmSync(cacheDir, { recursive: true });
  });

  function serveApi({ middlewares }: ViteDevServer): void {
    middlewares.use("/api", (request, response) => api.handle(request, response));
  }

  beforeEach(async () => {
    api = createTestApi();
    problems.length = 0;
    page = await openPage(browser(), problems);
  });
  afterEach(async () => {
    await page.close();
    expect(problems).toEqual([]);
  });

  const open = (query: string) => page.goto(`${server.resolvedUrls?.local[0]}?${query}`);
  const shows = (name: string, text: string) =>
    vi.waitFor(async () => expect(await page.textContent(`#${name}`)).toBe(text), 20_000);
  const received = (...requests: string[]) =>
    vi.waitFor(() => expect(api.seen).toEqual(requests), 20_000);

  describe("useQuery", () => {
    test("sends one request, though effects run twice", async () => {
      await open("id=held");
      await shows("album-0", "no title, no error, pending, fetching");
      await received("GET held");
      api.release("held");
      await shows("album-0", "Album held of #0, no error");
      await received("GET held");
    });

    test("shares a request between components, and none of it later", async () => {
      await open("id=held&id=held");
      await received("GET held");
      api.release("held");
      await shows("album-0", "Album held of #0, no error");
      await shows("album-1", "Album held of #0, no error");
      await page.fill("input", "held held held");
      await received("GET held", "GET held");
    });

    test("shows a problem by its code", async () => {
      await open("id=gone");
      await shows("album-0", "no title, not_found");
    });

    test("ignores the answer to an earlier input, and aborts it", async () => {
      await open("id=held-1");
      await received("GET held-1");
      await page.fill("input", "2");
      await shows("album-0", "Album 2 of #1, no error");
      await received("GET held-1 aborted", "GET 2");
    });

    test("shows nothing of an earlier input unless it is asked to", async () => {
      await open("id=1");
      await shows("album-0", "Album 1 of #0, no error");
      await page.fill("input", "held");
      await shows("album-0", "no title, no error, pending, fetching");
    });

    test("keeps the earlier data until the new has come, when it is asked to", async () => {
      await open("keepPrevious&id=1");
      await shows("album-0", "Album 1 of #0, no error");
      await page.fill("input", "held");
      await shows("album-0", "Album 1 of #0, no error, pending, fetching, previous");
      api.release("held");
      await received("GET 1", "GET held");
      api.release("held");
      await shows("album-0", "Album held of #1, no error");
    });

    test("refetches anew, though one is on its way, and shows what it has meanwhile", async () => {
      await open("id=1");
      await shows("album-0", "Album 1 of #0, no error");
      await page.fill("input", "held");
      await received("GET 1", "GET held");
      await page.click("#album-0-refetch");
      await received("GET 1", "GET held aborted", "GET held");
      api.release("held");
      api.release("held");
      await shows("album-0", "Album held of #2, no error");
      await page.click("#album-0-refetch");
      await shows("album-0", "Album held of #2, no error, fetching");
      await received("GET 1", "GET held aborted", "GET held", "GET held");
    });

    test("sends nothing while it is not enabled", async () => {
      await open("id=&id=1");
      await shows("album-1", "Album 1 of #0, no error");
      await shows("album-0", "no title, no error, pending");
      await received("GET 1");
    });

    test("aborts when the component goes", async () => {
      await open("id=held");
      await received("GET held");
      await page.click("#unmount");
      await received("GET held aborted");
    });
  });

  describe("useMutation", () => {
    test("sends one request for each call, and shows and returns its outcome", async () => {
      await open("");
      await shows("order", "no order, no error");
      await page.click("#order-1");
      await shows("order", "order #0, no error");
      await shows("returned", "order #0");
      await received("POST 1");
    });

    test("shows a problem with what it carries", async () => {
      await open("");
      await page.click("#order-gone");
      await shows("order", "no order, 2 left");
      await shows("returned", "out_of_stock");
    });

    test("shows the last call's outcome, whichever comes last", async () => {
      await open("");
      await page.click("#order-held");
      await shows("order", "no order, no error, pending");
      await page.click("#order-1");
      await shows("order", "order #1, no error");
      api.release("held");
      await shows("returned", "order #0");
      await shows("order", "order #1, no error");
    });

    test("forgets at a reset, also what is still to come", async () => {
      await open("");
      await page.click("#order-held");
      await shows("order", "no order, no error, pending");
      await page.click("#reset");
      await shows("order", "no order, no error");
      api.release("held");
      await shows("returned", "order #0");
      await shows("order", "no order, no error");
    });

    test("is not aborted when the component goes", async () => {
      await open("");
      await page.click("#order-held");
      await received("POST held");
      await page.click("#unmount");
      api.release("held");
      const fetched = await page.evaluate(() =>
        fetch("/api/albums/1").then(({ status }) => status),
      );
      expect(fetched).toBe(200);
      expect(api.seen).toEqual(["POST held", "GET 1"]);
    });
  });

  test("a device without network says so", async () => {
    await open("id=1");
    await shows("album-0", "Album 1 of #0, no error");
    await page.context().setOffline(true);
    await page.click("#album-0-refetch");
    await shows("album-0", "Album 1 of #0, offline");
    problems.length = 0; // The browser's own line about the lost request.
  });
});

async function openPage(browser: Browser, problems: string[]): Promise<Page> {
  const page = await browser.newPage();
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    const isAnswer = message.text().startsWith("Failed to load resource: the server responded");
    if (message.type() === "error" && !isAnswer) problems.push(message.text());
  });
  return page;
}
