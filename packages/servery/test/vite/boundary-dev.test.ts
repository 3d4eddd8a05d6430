import { symlinkSync } from "node:fs";
import { join } from "node:path";

import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import type { InlineConfig } from "vite";

import { servery, type ServeryPluginOptions } from "../../src/vite.ts";
import { createPage, type Files } from "./boundary-project.ts";
import { serve } from "./serve.ts";

const code = (flag: string) =>
  `if (${flag}) { console.log(process.env.STRIPE_KEY); await import("node:fs"); }`;

const files: Files = {
  "web/main.ts": `import { page } from "./page.ts";\nconsole.log(page);`,
  "web/page.ts": `import type { P } from "../server/prices.ts";\nimport { p } from "../server/prices.ts";\nexport const page: P = p;`,
  "web/typed.ts": `import type { P } from "../server/prices.ts"; export const page: P = 1;`,
  "server/prices.ts": `// CONFIDENTIAL\nexport type P = number; export const p: P = 1;`,
  "server/keys.json": `{"key":"CONFIDENTIAL"}`,
  "server/plan.css": `.CONFIDENTIAL { color: red }`,
  "server/old.cjs": `exports.CONFIDENTIAL = 1;`,
  "server/plan.txt": `CONFIDENTIAL`,
  "server/mail.html": `<p>CONFIDENTIAL</p>`,
  "server/index.html": `<p>CONFIDENTIAL</p>`,
  "web/maker.ts": `import "./typed.ts";\nnew Worker(new URL("./work.ts", import.meta.url), { type: "module" });`,
  "web/work.ts": `import "../server/keys.json";`,
  "web/wrapped.ts": `import Work from "./other.ts?worker"; new Work();`,
  "web/other.ts": `new Worker(new URL("work.ts", import.meta.url), { type: "module" });`,
  "web/guarded.ts": code("import.meta.env.SSR"),
  "web/open.ts": code("!import.meta.env.SSR"),
  "web/mode.ts": `console.log(import.meta.env.MODE);`,
  "lib/db.ts": `import pg from "pg"; export const CONFIDENTIAL: unknown = pg;`,
  "lib/pay.ts": `export const CONFIDENTIAL = process.env.STRIPE_KEY;`,
  "lib/files.ts": `import { readFileSync } from "node:fs"; export const CONFIDENTIAL = readFileSync;`,
};

/** What a dev server sends of these files, and what there is to clean up. */
async function start(
  more: Files = {},
  options: ServeryPluginOptions = {},
  config: InlineConfig = {},
) {
  const project = createPage({ ...files, ...more });
  symlinkSync(join(project.root, "server/keys.json"), join(project.root, "web/linked.json"));
  const plugins = [servery({ server: ["server"], ...options })];
  const served = await serve(project.root, { plugins, ...config });
  const stop = async () => {
    await served.server.close();
    project.remove();
  };
  return { ...served, project, stop };
}
type Started = Awaited<ReturnType<typeof start>>;

describe("the dev server", () => {
  let shared: Started;
  beforeAll(async () => {
    const alias = { "/store": "/server" };
    shared = await start({}, {}, { resolve: { alias } });
  });
  afterAll(() => shared.stop());

  test.each([
    "/server/prices.ts",
    "/server/prices.ts?raw",
    "/server/prices.ts?import&raw",
    "/server/prices.ts?url",
    "/server/prices.ts?worker_file&type=module",
    "/server/keys.json",
    "/server/keys.json?import",
    "/server/keys.json?raw",
    "/server/../server/keys.json",
    "/%73erver/keys.json",
    "/web/../server/keys.json",
    "/web/linked.json",
    "/server/plan.css",
    "/server/old.cjs",
    "/server/plan.txt",
    "/lib/db.ts",
    "/lib/db.ts?raw",
    "/lib/db.ts?t=1",
    "/lib/pay.ts",
    "/lib/files.ts",
    "/lib/files.ts?url&raw",
  ])("gives nothing away for %s", async (path) => {
    const { text } = await shared.get(path);
    expect(text).not.toContain("CONFIDENTIAL");
    expect(text).not.toContain("Q09ORklERU5USUFM");
    expect(text).toContain("belongs on the server");
  });

  test.each([
    "/server/keys.json?import=x",
    "/server/keys.json?x&import=1",
    "/server/keys.json?imports",
    "/server/keys.json?url",
    "/server/keys.json?inline",
    "/server/keys.json?x=.ts",
    "/server/x/../keys.json",
    "/web/%2e%2e/server/keys.json",
    "/web%2F..%2Fserver/keys.json",
    "//server/keys.json",
    "/web//../server//keys.json",
    "/server\\keys.json",
    "/web/..\\server/keys.json",
    "/../server/keys.json",
    "/store/keys.json",
    "/server/mail",
    "/server/mail.html",
    "/server/mail?import=x",
    "/server/",
    "/server",
    "/server/.",
    "/@fs/ROOT/server/keys.json?import=1",
    "/@fs/ROOT/x/../server/keys.json",
    "/@fs/ROOT/x/%2e%2e/server/keys.json",
    "/@fs/ROOT/x%2F..%2Fserver/keys.json",
    "/@fs/ROOT/server/keys.json/",
    "/@fs/ROOT/server/keys.json/.",
    "/@fs/ROOT\\server\\keys.json",
    "/@fs/../1234/ROOT/server/keys.json",
    "/@fs//ROOT//server/keys.json",
    "/@fs/ROOT/server/mail",
  ])("gives nothing away for %s, as it is written", async (path) => {
    const root = shared.project.root.slice(1);
    const headers = { accept: "text/html" };
    for (const asked of [{}, { headers }, { method: "POST" }]) {
      const { text } = await shared.ask(path.replace("ROOT", root), asked);
      expect(text).not.toContain("CONFIDENTIAL");
      expect(text).not.toContain("Q09ORklERU5USUFM");
    }
  });

  test("nor for modules that are not compiled: opened in a window, or not asked for with GET", async () => {
    for (const dest of ["document", "iframe", "frame", "fencedframe"]) {
      const headers = { "sec-fetch-dest": dest };
      for (const path of ["/server/prices.ts", "/lib/db.ts", "/lib/pay.ts", "/lib/files.ts"])
        expect((await shared.ask(path, { headers })).status, path).toBe(403);
      expect((await shared.ask("/web/typed.ts", { headers })).status).toBe(200);
    }
    for (const path of ["/server/prices.ts", "/lib/db.ts", `/@fs${shared.project.root}/lib/db.ts`])
      expect((await shared.ask(path, { method: "POST" })).status, path).toBe(403);
  });

  test("nor by the path on the disk", async () => {
    for (const file of ["server/prices.ts", "server/keys.json", "lib/db.ts", "lib/db.ts?raw"]) {
      const { text } = await shared.get(`/@fs${shared.project.root}/${file}`);
      expect(text).not.toContain("CONFIDENTIAL");
    }
  });

  test.each<
    readonly [what: string, ways: readonly string[], path: string, told: readonly string[]]
  >([
    [
      "a module",
      ["/web/main.ts", "/web/page.ts"],
      "/server/prices.ts",
      ["web/page.ts brings server/prices.ts", "web/main.ts:1:22", "web/page.ts:2:19"],
    ],
    [
      "what a worker's worker imports",
      [
        "/web/wrapped.ts",
        "/web/other.ts?worker",
        "/web/other.ts?worker_file&type=module",
        "/web/work.ts?worker_file&type=module",
      ],
      "/server/keys.json?import",
      ["web/wrapped.ts:1:18", "web/other.ts:1:20", "web/work.ts:1:8", "server/keys.json:1:1"],
    ],
  ])("says the whole way to %s", async (_, ways, path, told) => {
    const { get, stop } = await start();
    for (const way of ways) expect((await get(way)).status).toBe(200);
    const { status, text } = await get(path);
    await stop();
    expect(status).toBe(500);
    for (const expected of [...told, "Fix: "]) expect(text).toContain(expected);
    expect(text).not.toContain("CONFIDENTIAL");
  });

  test("serves what only uses types, and what a server runs", async () => {
    const { server, get } = shared;
    expect((await get("/web/typed.ts")).status).toBe(200);
    expect(await server.ssrLoadModule("/server/prices.ts")).toHaveProperty("p", 1);
    expect(await server.ssrLoadModule("/lib/pay.ts")).toHaveProperty("CONFIDENTIAL");
  });

  test("serves the page and what Vite itself sends", async () => {
    for (const path of ["/", "/web/mode.ts", "/@vite/client", "/@vite/env"])
      expect((await shared.get(path)).text).not.toContain("belongs on the server");
    expect((await shared.get("/web/mode.ts")).status).toBe(200);
  });

  test("serves what only a server comes to, and nothing else that is asked for so", async () => {
    expect((await shared.get("/web/guarded.ts")).status).toBe(200);
    expect((await shared.get("/web/open.ts")).status).toBe(500);
  });

  test("goes on after addresses that no file can have", async () => {
    expect((await shared.get(`/${"a".repeat(300)}`)).status).toBeLessThan(500);
    expect((await shared.get(`/@fs/${"a".repeat(5000)}/b`)).status).toBeLessThan(500);
  });
});

describe("the dev server, set otherwise,", () => {
  let started: Started;
  afterEach(() => started.stop());

  test("gives nothing away below another address", async () => {
    started = await start({}, {}, { base: "/shop/" });
    for (const path of ["server/keys.json", "server/prices.ts", "@fs/../server/keys.json"])
      expect((await started.get(`/shop/${path}`)).text).not.toContain("CONFIDENTIAL");
    for (const path of ["../server/keys.json", "server/keys.json?import=x", "server/mail"])
      expect((await started.ask(`/shop/${path}`)).text).not.toContain("CONFIDENTIAL");
  });

  test("serves tests, which may look at both sides", async () => {
    const vitest = { name: "vitest" };
    const plugins = [vitest, servery({ server: ["server"] })];
    const exposed = { ".env": "SHOP_SECRET=correct-horse-battery\nVITE_SHOP=$SHOP_SECRET" };
    started = await start(exposed, {}, { plugins });
    expect((await started.get("/lib/pay.ts")).status).toBe(200);
    expect((await started.get("/server/keys.json")).status).toBe(200);
    const { pluginContainer } = started.server.environments.client;
    await expect(pluginContainer.close()).resolves.not.toThrow();
  });

  test("refuses what uses a driver, wherever that is kept once it is bundled ahead", async () => {
    const driver = {
      "node_modules/pg/package.json": `{"name":"pg","main":"index.js"}`,
      "node_modules/pg/index.js": `module.exports = class Pool {};`,
    };
    started = await start(driver, {}, { cacheDir: "kept", optimizeDeps: { include: ["pg"] } });
    const { text } = await started.get("/lib/db.ts");
    expect(text).toContain("a database driver");
    expect(text).not.toContain("CONFIDENTIAL");
    expect((await started.get("/kept/deps/pg.js")).status).toBe(200);
  });

  test("serves all of it where findings only warn", async () => {
    started = await start({}, { mode: "warn" });
    await started.get("/web/main.ts");
    expect(await started.get("/server/prices.ts")).toMatchObject({ status: 200 });
  });
});
