import { existsSync } from "node:fs";
import { join } from "node:path";

import { describe, test } from "vitest";
import type { InlineConfig, Plugin } from "vite";

import { viteBuild } from "./boundary-project.ts";
import { type Case, expectChain, prices } from "./planted.ts";

const inVite: readonly Case[] = [
  [
    "one that TypeScript imports",
    ["web/main.ts:1:36", "server/prices.ts"],
    {
      "web/main.ts": `import { type Price, format } from "../server/prices"; console.log(format(1 as Price));`,
      "server/prices.ts": `export type Price = number; export const format = (p: Price) => p.toFixed();`,
    },
  ],
  [
    "one from a script in the page",
    ["index.html:1:41", "server/prices.js"],
    {
      "index.html": `<script type="module">import { p } from "/server/prices.js"; console.log(p)</script>`,
      ...prices,
    },
  ],
  [
    "one that a browser comes to where a server does not",
    ["web/main.js:1:54", "server/prices.js"],
    {
      "web/main.js": `if (import.meta.env.SSR) console.log(1); else import("../server/prices.js");`,
      ...prices,
    },
  ],
  [
    "one that is asked for in both branches",
    ["web/main.js:1:62", "server/prices.js"],
    {
      "web/main.js": `import.meta.env.SSR ? import("../server/prices.js") : import("/server/prices.js");`,
      ...prices,
    },
  ],
  [
    "a module that a plugin asks for by itself",
    ["server/asked.js:1:1"],
    { "web/main.js": `console.log(1);`, "server/asked.js": `export const asked = 1;` },
  ],
  [
    "a package's module that imports a builtin one",
    ["web/main.js:1:8", "node_modules/tool/index.js"],
    {
      "web/main.js": `import "tool";`,
      "node_modules/tool/index.js": `import fs from "fs"; globalThis.fs = fs;`,
    },
  ],
  [
    "a package that brings a package for servers",
    ["web/main.js:1:8", "node_modules/tool/index.js"],
    {
      "web/main.js": `import "tool";`,
      "node_modules/tool/index.js": `import pg from "pg"; globalThis.pg = pg;`,
      "node_modules/pg/index.js": `export default 1;`,
    },
  ],
  [
    "one of those that a name is put together for",
    ["web/main.js", "server/prices.js"],
    { "web/main.js": "import(`../server/${location.hash}.js`);", ...prices },
  ],
  [
    "a module that a plugin makes up",
    ["web/main.js:1:8", "virtual:db:1:1"],
    { "web/main.js": `import "virtual:db";` },
  ],
  [
    "a module of the server's behind one that a plugin makes up",
    ["web/main.js:1:8", "virtual:prices:1:1", "server/prices.js"],
    { "web/main.js": `import "virtual:prices";`, ...prices },
  ],
  [
    "a driver that a plugin in front has resolved",
    ["web/main.js"],
    {
      "web/main.js": `import pg from "front:pg"; globalThis.pg = pg;`,
      "node_modules/pg/index.js": `export default 1;`,
    },
  ],
  [
    "a driver that is left to the page",
    ["web/main.js"],
    { "web/main.js": `import mysql from "mysql2"; globalThis.mysql = mysql;` },
  ],
  [
    "a driver behind an alias",
    ["web/main.js"],
    {
      "web/main.js": `import pg from "database"; globalThis.pg = pg;`,
      "node_modules/pg/index.js": `export default 1;`,
    },
  ],
  [
    "what marks a module of servers",
    ["web/main.js:1:8", "lib/only.js"],
    {
      "web/main.js": `import "../lib/only.js";`,
      "lib/only.js": `import "server-only";`,
      "node_modules/server-only/index.js": ``,
    },
  ],
  ...[
    `new Worker(new URL("./work.js", import.meta.url), { type: "module" });`,
    `new SharedWorker(new URL("./work.js", import.meta.url), { type: "module" });`,
    `import Work from "./work.js?worker"; new Work();`,
    `import Work from "./work.js?worker&inline"; new Work();`,
    `import address from "./work.js?worker&url"; new Worker(address);`,
  ].map((code): Case => [
    `one that a worker imports: ${code}`,
    ["index.html:1:", "web/main.js:1:8", "web/page.js:1:", "web/work.js:1:19", "server/prices.js"],
    {
      "web/main.js": `import "./page.js";`,
      "web/page.js": code,
      "web/work.js": `import { p } from "../server/prices.js"; postMessage(p);`,
      ...prices,
    },
  ]),
  [
    "one that a worker's worker imports",
    ["index.html:1:", "web/main.js:1:", "web/work.js:1:20", "web/inner.js:1:8", "server/prices.js"],
    {
      "web/main.js": `import Work from "./work.js?worker"; new Work();`,
      "web/work.js": `new Worker(new URL("./inner.js", import.meta.url), { type: "module" });`,
      "web/inner.js": `import "../server/prices.js";`,
      ...prices,
    },
  ],
  [
    "a worker that is a server's itself",
    ["index.html:1:", "web/main.js:1:20", "server/work.js"],
    {
      "web/main.js": `new Worker(new URL("../server/work.js", import.meta.url), { type: "module" });`,
      "server/work.js": `postMessage(1);`,
    },
  ],
];

describe("Vite stops at", () => {
  /** Modules that are made up, and a plugin that stands in front of all others. */
  let root = "";
  const plugin: Plugin = {
    name: "front",
    enforce: "pre",
    resolveId: {
      order: "pre",
      async handler(source, importer) {
        if (source.startsWith("virtual:")) return `\0${source}`;
        return source.startsWith("front:") ? this.resolve("pg", importer) : null;
      },
    },
    configResolved(config) {
      ({ root } = config);
    },
    buildStart() {
      const asked = join(root, "server/asked.js");
      if (existsSync(asked)) this.emitFile({ type: "chunk", id: asked });
    },
    load(id) {
      if (id === "\0virtual:db") return `import pg from "pg"; globalThis.pg = pg;`;
      return id === "\0virtual:prices" ? `import "/server/prices.js";` : null;
    },
  };
  const config: InlineConfig = {
    plugins: [plugin],
    resolve: { alias: { database: "pg" } },
    build: { rolldownOptions: { external: ["mysql2"] } },
  };
  test.each(inVite)("%s", async (...planted) => {
    await expectChain((each) => viteBuild(each, { server: ["server"] }, config), planted);
  });
});
