import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { createServer, type ViteDevServer } from "vite";

import { describeInBrowser } from "../../../../tools/describe-in-browser.ts";
import {
  ada,
  bob,
  createFakeAccounts,
  type FakeAccounts,
} from "../../src/lib/client/fake-accounts.fixture.ts";
import { servery } from "../../src/vite.ts";

const root = fileURLToPath(new URL("page", import.meta.url));

describeInBrowser("a session in the tabs of a browser", (browser) => {
  let cacheDir: string;
  let server: ViteDevServer;
  let accounts: FakeAccounts;
  let context: BrowserContext;

  beforeAll(async () => {
    cacheDir = mkdtempSync(join(tmpdir(), "servery-session-"));
    server = await createServer({
      root,
      cacheDir,
      configFile: false,
      logLevel: "error",
      server: { port: 0, host: "127.0.0.1", hmr: false, watch: null },
      plugins: [servery(), { name: "api", configureServer: serveApi }],
      optimizeDeps: { include: ["react", "react-dom/client", "react/jsx-dev-runtime"] },
    });
    await server.listen();
  });
  afterAll(async () => {
    await server.close();
    rmSync(cacheDir, { recursive: true });
  });
  beforeEach(async () => {
    accounts = createFakeAccounts();
    context = await browser().newContext();
  });
  afterEach(() => context.close());

  function serveApi({ middlewares }: ViteDevServer): void {
    middlewares.use("/api", (request, response) => accounts.handle(request, response));
  }

  async function openTab(query = ""): Promise<Page> {
    const page = await context.newPage();
    await page.goto(server.resolvedUrls!.local[0]! + query);
    await page.waitForFunction("window.session && session.state !== 'unknown'");
    return page;
  }

  const signIn = (page: Page, { email } = ada) =>
    page.evaluate(`client.auth.signIn({ email: "${email}", password: "x" })`);
  const callMine = (page: Page, times = 1) =>
    page.evaluate<{ data?: { user: string }; problem?: { code: string } }[]>(
      `Promise.all(Array.from({ length: ${times} }, () => client.mine.safe()))`,
    );
  const shows = (page: Page, name: string, text: string) =>
    vi.waitFor(async () => expect(await page.textContent(`#${name}`)).toBe(text), 20_000);
  const refreshes = () => accounts.count("POST /auth/refresh");

  const ways: readonly (readonly [string, string])[] = [
    ["with Web Locks", ""],
    ["without Web Locks, by a lease", "delete Navigator.prototype.locks"],
  ];

  describe.each(ways)("%s", (_, script) => {
    let one: Page;
    let two: Page;
    beforeEach(async () => {
      await context.addInitScript(script);
      one = await openTab();
      two = await openTab();
      await signIn(one);
      await shows(two, "session", `signed_in ${ada.id}`);
      await shows(two, "mine", ada.id);
    });

    test("fifty calls in two tabs refresh once", async () => {
      accounts.expire();
      const all = await Promise.all([callMine(one, 25), callMine(two, 25)]);
      expect(all.flat()).toEqual(Array.from({ length: 50 }, () => ({ data: { user: ada.id } })));
      expect(refreshes()).toBe(1);
    });

    test.each(["closed", "crashed"])(
      "a tab that is %s while it refreshes does not hold up the other (a held lock)",
      async (end) => {
        accounts.expire();
        accounts.spoiled.push("held");
        void callMine(one).catch(() => {});
        await vi.waitFor(() => expect(refreshes()).toBe(1));
        const calling = callMine(two);
        if (end === "closed") await one.close();
        else void crash(one);
        expect(await calling).toEqual([{ data: { user: ada.id } }]);
        expect(refreshes()).toBe(2);
      },
    );

    test("a lost answer to a refresh ends nothing", async () => {
      accounts.expire();
      accounts.spoiled.push("lost");
      expect(await callMine(one)).toEqual([{ data: { user: ada.id } }]);
      expect(await callMine(two)).toEqual([{ data: { user: ada.id } }]);
    });

    test("no network during a refresh ends nothing", async () => {
      accounts.expire();
      await context.setOffline(true);
      expect((await callMine(one))[0]?.problem?.code).toBe("offline");
      await shows(one, "session", `signed_in ${ada.id}`);
      await context.setOffline(false);
      expect(await callMine(one)).toEqual([{ data: { user: ada.id } }]);
    });

    test("its end shows in both tabs", async () => {
      accounts.revoke();
      expect((await callMine(one))[0]?.problem?.code).toBe("unauthenticated");
      await shows(one, "session", "signed_out  ended");
      await shows(two, "session", "signed_out  ended");
      expect(refreshes()).toBe(1);
    });
  });

  describe.each([
    ["a cookie", "?cookie", ""],
    ["a cookie, without BroadcastChannel", "?cookie", "delete globalThis.BroadcastChannel"],
    ["tokens", "", ""],
  ])("by %s", (_, query, script) => {
    test("a sign-out in one tab shows in the other, and nothing that was read before", async () => {
      await context.addInitScript(script);
      const one = await openTab(query);
      const two = await openTab(query);
      await signIn(one);
      await shows(two, "mine", ada.id);
      await two.click("#pay");
      await shows(two, "paid", ada.id);
      await watch(two, ada.id);
      await one.evaluate("client.auth.signOut()");
      await shows(two, "session", "signed_out  signed_out");
      await shows(two, "mine", "unauthenticated");
      await shows(two, "paid", "nothing");
      await signIn(one, bob);
      await shows(two, "session", `signed_in ${bob.id}`);
      await shows(two, "mine", bob.id);
      expect(await two.evaluate("seenAgain")).toBe(false);
    });
  });

  test("the next user sees nothing of the last one, who did not sign out", async () => {
    const page = await openTab();
    await signIn(page);
    await shows(page, "mine", ada.id);
    await page.click("#pay");
    await shows(page, "paid", ada.id);
    await page.click("#sign-in");
    await shows(page, "session", `signed_in ${bob.id}`);
    await shows(page, "mine", bob.id);
    await shows(page, "paid", "nothing");
    await shows(page, "signed-in", "signed_in");
  });

  test("an answer to what the last user asked is not shown to the next", async () => {
    const page = await openTab();
    await signIn(page);
    await shows(page, "mine", ada.id);
    await page.evaluate(`(() => {
      const real = fetch;
      window.fetch = (url, init) => url.endsWith("/mine") && !window.isLate
        ? (window.isLate = true, new Promise((resolve) => (window.answer = resolve)).then(() =>
            Response.json({ user: "${ada.id} late" })))
        : real(url, init);
    })()`);
    void callMine(page);
    await signIn(page, bob);
    await shows(page, "mine", bob.id);
    await page.evaluate("answer()");
    await shows(page, "mine", bob.id);
  });

  test("useSession renders again only when something changes", async () => {
    const page = await openTab();
    await signIn(page);
    await shows(page, "mine", ada.id);
    const renders = await page.evaluate<number>("seen.renders");
    await page.evaluate("session.load()");
    await callMine(page, 5);
    accounts.expire();
    await callMine(page, 5);
    expect(await page.evaluate("seen.renders")).toBe(renders);
  });

  test("a page that comes back by the back button asks who is signed in now", async () => {
    const page = await openTab();
    await signIn(page);
    await shows(page, "mine", ada.id);
    await page.evaluate("localStorage.clear()");
    await page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))");
    await shows(page, "session", "signed_out  ended");
    await shows(page, "mine", "unauthenticated");
  });
});

async function crash(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  // It never answers.
  await session.send("Page.crash").catch(() => {});
}

/** Notes from the next change of the session on whether this text is still, or again, in the page. */
async function watch(page: Page, text: string): Promise<void> {
  await page.evaluate(`(() => {
    window.seenAgain = false;
    session.onChange(() => {
      new MutationObserver(() => {
        if (document.body.textContent.includes("${text}")) window.seenAgain = true;
      }).observe(document.body, { subtree: true, childList: true, characterData: true });
    });
  })()`);
}
