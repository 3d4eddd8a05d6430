import { symlinkSync } from "node:fs";
import { join } from "node:path";

import { afterEach, describe, expect, test } from "vitest";
import { createServer, type InlineConfig, type ViteDevServer } from "vite";

import { servery, type ServeryPluginOptions } from "../../src/vite.ts";
import { createPage, type Files } from "./boundary-project.ts";
import type { Project } from "./project.ts";

let project: Project | undefined;
let server: ViteDevServer | undefined;
afterEach(async () => {
  await server?.close();
  project?.remove();
  server = project = undefined;
});

/** What a browser gets for a path. */
async function start(files: Files, options: ServeryPluginOptions = {}, config: InlineConfig = {}) {
  project = createPage(files);
  symlinkSync(join(project.root, "server/keys.json"), join(project.root, "web/linked.json"));
  server = await createServer({
    root: project.root,
    configFile: false,
    logLevel: "silent",
    plugins: [servery({ server: ["server"], ...options })],
    server: { port: 0, host: "127.0.0.1", hmr: false, ws: false },
    ...config,
  });
  await server.listen();
  const origin = server.resolvedUrls?.local[0] ?? "";
  return async (path: string) => {
    const response = await fetch(new URL(path, origin));
    return { status: response.status, text: await response.text() };
  };
}

const files: Files = {
  "web/main.ts": `import { page } from "./page.ts";\nconsole.log(page);`,
  "web/page.ts": `import type { P } from "../server/prices.ts";\nimport { p } from "../server/prices.ts";\nexport const page: P = p;`,
  "web/typed.ts": `import type { P } from "../server/prices.ts"; export const page: P = 1;`,
  "server/prices.ts": `// CONFIDENTIAL\nexport type P = number; export const p: P = 1;`,
  "server/keys.json": `{"key":"CONFIDENTIAL"}`,
  "server/plan.css": `.CONFIDENTIAL { color: red }`,
  "server/old.cjs": `exports.CONFIDENTIAL = 1;`,
  "server/plan.txt": `CONFIDENTIAL`,
  "lib/db.ts": `import pg from "pg"; export const CONFIDENTIAL: unknown = pg;`,
  "lib/pay.ts": `export const CONFIDENTIAL = process.env.STRIPE_KEY;`,
  "lib/files.ts": `import { readFileSync } from "node:fs"; export const CONFIDENTIAL = readFileSync;`,
};

describe("the dev server", () => {
  test("refuses a server module with the way to it, and nothing of its source", async () => {
    const get = await start(files);
    for (const path of ["/web/main.ts", "/web/page.ts"]) expect((await get(path)).status).toBe(200);
    const { status, text } = await get("/server/prices.ts");
    expect(status).toBe(500);
    for (const expected of [
      "web/page.ts brings server/prices.ts to browsers",
      "web/main.ts:1:22",
      "web/page.ts:2:19",
      "Fix: ",
    ])
      expect(text).toContain(expected);
    expect(text).not.toContain("CONFIDENTIAL");
  });

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
    const get = await start(files);
    const { text } = await get(path);
    expect(text).not.toContain("CONFIDENTIAL");
    expect(text).not.toContain("Q09ORklERU5USUFM");
    expect(text).toContain("belongs on the server");
  });

  test("nor below another address", async () => {
    const get = await start(files, {}, { base: "/shop/" });
    for (const path of ["server/keys.json", "server/prices.ts", "@fs/../server/keys.json"])
      expect((await get(`/shop/${path}`)).text).not.toContain("CONFIDENTIAL");
  });

  test("nor by the path on the disk", async () => {
    const get = await start(files);
    for (const file of ["server/prices.ts", "server/keys.json", "lib/db.ts", "lib/db.ts?raw"]) {
      const { text } = await get(`/@fs${project!.root}/${file}`);
      expect(text).not.toContain("CONFIDENTIAL");
    }
  });

  test("serves what only uses types, and what a server runs", async () => {
    const get = await start(files);
    expect((await get("/web/typed.ts")).status).toBe(200);
    expect(await server!.ssrLoadModule("/server/prices.ts")).toHaveProperty("p", 1);
    expect(await server!.ssrLoadModule("/lib/pay.ts")).toHaveProperty("CONFIDENTIAL");
  });

  test("serves the page and what Vite itself sends", async () => {
    const get = await start({ ...files, "web/main.ts": `console.log(import.meta.env.MODE);` });
    for (const path of ["/", "/web/main.ts", "/@vite/client", "/@vite/env"])
      expect((await get(path)).text).not.toContain("belongs on the server");
    expect((await get("/web/main.ts")).status).toBe(200);
  });

  test("serves tests, which may look at both sides", async () => {
    const vitest = { name: "vitest" };
    const plugins = [vitest, servery({ server: ["server"] })];
    const exposed = { ".env": "SHOP_SECRET=correct-horse-battery\nVITE_SHOP=$SHOP_SECRET" };
    const get = await start({ ...files, ...exposed }, {}, { plugins });
    expect((await get("/lib/pay.ts")).status).toBe(200);
    expect((await get("/server/keys.json")).status).toBe(200);
    const { pluginContainer } = server!.environments.client;
    await expect(pluginContainer.close()).resolves.not.toThrow();
  });

  test("serves what only a server comes to, and nothing else that is asked for so", async () => {
    const code = (flag: string) =>
      `if (${flag}) { console.log(process.env.STRIPE_KEY); await import("node:fs"); }`;
    const get = await start({
      ...files,
      "web/guarded.ts": code("import.meta.env.SSR"),
      "web/open.ts": code("!import.meta.env.SSR"),
    });
    expect((await get("/web/guarded.ts")).status).toBe(200);
    expect((await get("/web/open.ts")).status).toBe(500);
  });

  test("goes on after addresses that no file can have", async () => {
    const get = await start(files);
    expect((await get(`/${"a".repeat(300)}`)).status).toBeLessThan(500);
    expect((await get(`/@fs/${"a".repeat(5000)}/b`)).status).toBeLessThan(500);
  });

  test("refuses what uses a driver, wherever that is kept once it is bundled ahead", async () => {
    const get = await start(
      {
        ...files,
        "node_modules/pg/package.json": `{"name":"pg","main":"index.js"}`,
        "node_modules/pg/index.js": `module.exports = class Pool {};`,
      },
      {},
      { cacheDir: "kept", optimizeDeps: { include: ["pg"] } },
    );
    const { text } = await get("/lib/db.ts");
    expect(text).toContain("a database driver");
    expect(text).not.toContain("CONFIDENTIAL");
    expect((await get("/kept/deps/pg.js")).status).toBe(200);
  });

  test("serves all of it where findings only warn", async () => {
    const get = await start(files, { mode: "warn" });
    await get("/web/main.ts");
    expect(await get("/server/prices.ts")).toMatchObject({ status: 200 });
  });
});
