import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";

import { watch } from "rollup";
import { afterEach, describe, expect, test } from "vitest";

import type { InlineConfig, Plugin } from "vite";

import { boundary } from "../../src/vite.ts";
import { bundlers, createPage, type Files, viteBuild } from "./boundary-project.ts";
import { buildProject, contractFiles, createProject, type Project } from "./project.ts";

const execute = promisify(execFile);

let project: Project | undefined;
afterEach(() => {
  project?.remove();
  project = undefined;
});

/** What is planted, the steps by which a browser gets there, and the files. */
type Case = readonly [what: string, chain: readonly string[], files: Files];

const prices = { "server/prices.js": `export const p = "for servers";` };

/** Builds a case, and looks for its steps in what the build says, in their order. */
async function expectChain(
  run: (project: Project) => Promise<{ readonly failure: string }>,
  [, chain, files]: Case,
): Promise<void> {
  project = createPage(files);
  const { failure } = await run(project);
  const lines = failure.split("\n").map((line) => line.trim().replace(/^→ /, ""));
  let at = -1;
  for (const step of chain) {
    at = lines.findIndex((line, index) => index > at && line.startsWith(step));
    expect(at, `${step} in ${failure}`).toBeGreaterThan(-1);
  }
  expect(lines.slice(at + 1).find((line) => line !== "")).toMatch(/^Fix: /);
}

const everywhere: readonly Case[] = [
  [
    "a module of the server's folder, imported",
    ["web/main.js:1:19", "server/prices.js"],
    { "web/main.js": `import { p } from "../server/prices.js"; console.log(p);`, ...prices },
  ],
  [
    "one that is imported and never used",
    ["web/main.js:1:19", "server/prices.js"],
    { "web/main.js": `import { p } from "../server/prices.js"; console.log(1);`, ...prices },
  ],
  [
    "one through a barrel that exports all",
    ["web/main.js:2:19", "web/barrel.js:2:15", "server/prices.js"],
    {
      "web/main.js": `// "./barrel.js" is a barrel\nimport { q } from "./barrel.js"; console.log(q);`,
      "web/barrel.js": `export const q = 1;\nexport * from "../server/prices.js";`,
      ...prices,
    },
  ],
  [
    "one by the shortest of two ways",
    ["web/main.js:1:27", "web/near.js", "server/prices.js"],
    {
      "web/main.js": `import "./far.js"; import "./near.js";`,
      "web/far.js": `import "./farther.js";`,
      "web/farther.js": `import "../server/prices.js";`,
      "web/near.js": `import "../server/prices.js";`,
      ...prices,
    },
  ],
  [
    "one that is imported later",
    ["web/main.js:1:8", "server/prices.js"],
    { "web/main.js": `import("../server/prices.js").then(console.log);`, ...prices },
  ],
  [
    "one that imports in a circle",
    ["web/main.js", "web/a.js", "web/b.js", "server/prices.js"],
    {
      "web/main.js": `import "./a.js";`,
      "web/a.js": `import "./b.js"; export const a = 1;`,
      "web/b.js": `import { a } from "./a.js"; import { p } from "../server/prices.js"; console.log(a, p);`,
      ...prices,
    },
  ],
  [
    "an entry that is a server's itself",
    ["web/main.js:1:1"],
    { "web/main.js": `import { readFileSync } from "node:fs"; console.log(readFileSync("/"));` },
  ],
  [
    "a builtin module without its prefix",
    ["web/main.js:1:8", "web/hash.js"],
    {
      "web/main.js": `import "./hash.js";`,
      "web/hash.js": `import * as crypto from "crypto"; globalThis.hash = crypto;`,
    },
  ],
  [
    "a builtin module of which the bundler misses a name",
    ["web/main.js", "web/hash.js"],
    {
      "web/main.js": `import "./hash.js"; import { gone } from "./gone.js"; console.log(gone);`,
      "web/hash.js": `import { createHash } from "node:crypto"; globalThis.hash = createHash;`,
      "web/gone.js": `export {};`,
    },
  ],
  [
    "a database driver that is not even installed",
    ["web/main.js", "lib/db.js"],
    {
      "web/main.js": `import { db } from "../lib/db.js"; console.log(db);`,
      "lib/db.js": `export const db = () => import("pg");`,
    },
  ],
  [
    "a part of Servery's for servers",
    ["web/main.js", "lib/service.js"],
    {
      "web/main.js": `import { s } from "../lib/service.js"; console.log(s);`,
      "lib/service.js": `import { createService } from "servery/server"; export const s = createService;`,
    },
  ],
  ...[
    `export const pay = () => process.env.STRIPE_KEY;`,
    `export const pay = () => globalThis.process?.env?.["STRIPE_KEY"];`,
    `const { env } = globalThis.process; export const pay = () => env.STRIPE_KEY;`,
    `const { STRIPE_KEY: key } = process.env; export const pay = () => key;`,
    `const all = process.env; export const pay = () => all.STRIPE_KEY;`,
    `export const pay = () => Deno.env.get("STRIPE_KEY");`,
  ].map((code): Case => [
    `one that reads a secret: ${code}`,
    ["web/main.js", "lib/pay.js"],
    { "web/main.js": `import { pay } from "../lib/pay.js"; pay();`, "lib/pay.js": code },
  ]),
];

describe.each(["Vite", "Rollup", "Rolldown"] as const)("%s stops at", (name) => {
  test.each(everywhere)("%s", async (...planted) => {
    await expectChain((each) => bundlers[name](each, { server: ["server"] }), planted);
  });
});

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
    "the source of one",
    ["web/main.js:1:20", "lib/db.ts"],
    {
      "web/main.js": `import source from "../lib/db.ts?raw"; console.log(source);`,
      "lib/db.ts": `import type { A } from "a"; import pg from "pg"; export const db: A = pg;`,
    },
  ],
  [
    "the address of one",
    ["web/main.js:1:20", "server/prices.js"],
    {
      "web/main.js": `import source from "../server/prices.js?url"; console.log(source);`,
      ...prices,
    },
  ],
  [
    "the address of one, relative to the module",
    ["web/main.js:1:21", "server/keys.json"],
    {
      "web/main.js": `console.log(new URL("../server/keys.json", import.meta.url).href);`,
      "server/keys.json": `{"a":1}`,
    },
  ],
  [
    "one in all of a folder",
    ["web/main.js", "server/prices.js"],
    { "web/main.js": `console.log(import.meta.glob("../server/*.js"));`, ...prices },
  ],
  [
    "data of the server's folder",
    ["web/main.js:1:19", "server/keys.json"],
    {
      "web/main.js": `import { a } from "../server/keys.json"; console.log(a);`,
      "server/keys.json": `{"a":1}`,
    },
  ],
  [
    "a picture that a style brings",
    ["web/main.js:1:8", "web/main.css:1:24", "server/plan.svg"],
    {
      "web/main.js": `import "./main.css";`,
      "web/main.css": `body { background: url("../server/plan.svg"); }`,
      "server/plan.svg": `<svg xmlns="http://www.w3.org/2000/svg"/>`,
    },
  ],
  [
    "a style that a style brings which is asked for as text",
    ["web/main.js:1:18", "web/main.css:1:9", "server/print.css"],
    {
      "web/main.js": `import text from "./main.css?inline"; console.log(text);`,
      "web/main.css": `@import "../server/print.css";`,
      "server/print.css": `body { color: red; }`,
    },
  ],
  [
    "a style that a style brings in short",
    ["web/main.css:1:10", "server/print.css"],
    {
      "web/main.js": `import "./main.css";`,
      "web/main.css": `@import  "../server/print";`,
      "server/print.css": `body { color: red; }`,
    },
  ],
  [
    "a module that a plugin asks for by itself",
    ["server/asked.js:1:1"],
    { "web/main.js": `console.log(1);`, "server/asked.js": `export const asked = 1;` },
  ],
  [
    "a style that a style brings",
    ["web/main.css:1:10", "server/print.css"],
    {
      "web/main.js": `import "./main.css";`,
      "web/main.css": `@import  "../server/print.css";`,
      "server/print.css": `body { color: red; }`,
    },
  ],
  ...[
    `new Worker(new URL("./work.js", import.meta.url), { type: "module" });`,
    `new SharedWorker(new URL("./work.js", import.meta.url), { type: "module" });`,
    `import Work from "./work.js?worker"; new Work();`,
    `import Work from "./work.js?worker&inline"; new Work();`,
  ].map((code): Case => [
    `one that a worker imports: ${code}`,
    ["web/main.js:1:", "web/work.js:1:19", "server/prices.js"],
    {
      "web/main.js": code,
      "web/work.js": `import { p } from "../server/prices.js"; postMessage(p);`,
      ...prices,
    },
  ]),
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
];

describe("Vite stops at", () => {
  /** Modules that are made up, and a plugin that stands in front of all others. */
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
    buildStart() {
      const asked = join(project!.root, "server/asked.js");
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

const clean: readonly [what: string, files: Files, config?: InlineConfig][] = [
  [
    "types of a server module",
    {
      "web/main.ts": `import type { A } from "../server/a"; import { type B } from "../server/a"; import { C } from "../server/a";
        export type { A } from "../server/a"; type D = typeof import("../server/a"); console.log(1 as A & B & C);`,
      "server/a.ts": `import "node:fs"; export type A = number; export type B = number; export interface C {}`,
    },
  ],
  [
    "a folder whose name only begins so, and a file that is called like it",
    {
      "web/main.js": `import "../server-side/a.js"; import "./server.js";`,
      "server-side/a.js": `console.log(1);`,
      "web/server.js": `console.log("import pg from 'pg'; process.env.SECRET");`,
    },
  ],
  [
    "a polyfill that stands in for a builtin module",
    {
      "web/main.js": `import { join } from "path"; console.log(join);`,
      "web/path.js": `export const join = 1;`,
    },
    { resolve: { alias: [{ find: /^path$/, replacement: "/web/path.js" }] } },
  ],
  [
    "a package of a builtin module's name",
    {
      "web/main.js": `import { Buffer } from "buffer/"; console.log(Buffer);`,
      "node_modules/buffer/index.js": `export const Buffer = 1;`,
    },
  ],
  [
    "a package that leaves a builtin module to servers",
    {
      "web/main.js": `import a from "tool"; console.log(a);`,
      "node_modules/tool/package.json": `{"name":"tool","main":"index.js","browser":{"fs":false}}`,
      "node_modules/tool/index.js": `const fs = require("fs"); module.exports = fs.readFileSync ? 1 : 2;`,
    },
  ],
  [
    "an app that leaves a driver out of browsers",
    {
      "web/main.js": `import * as sharp from "sharp"; console.log(sharp);`,
      "package.json": `{"type":"module","browser":{"sharp":false}}`,
      "node_modules/sharp/index.js": `module.exports = 1;`,
    },
  ],
  [
    "an app that puts a file of its own in a driver's place",
    {
      "web/main.js": `import { Pool } from "pg"; console.log(Pool);`,
      "web/stub.js": `export class Pool {}`,
      "node_modules/pg/index.js": `export class Pool {}`,
    },
    {
      plugins: [
        {
          name: "stub",
          enforce: "pre",
          resolveId: (source) => (source === "pg" ? `${project!.root}/web/stub.js` : undefined),
        },
      ],
    },
  ],
  [
    "what only a server comes to",
    {
      "web/main.js": `if (import.meta.env.SSR) { console.log(process.env.DATABASE_URL); await import("node:fs"); await import("../server/prices.js"); }
        const file = import.meta.env.SSR ? await import("node:path") : 1; if (!import.meta.env.SSR) console.log(file);`,
      ...prices,
    },
    { build: { target: "esnext" } },
  ],
  [
    "a package that looks around to learn where it runs",
    {
      "web/main.js": `import { a } from "tool"; console.log(a);`,
      "node_modules/tool/index.js": `export const a = process.env.TOOL_DEBUG_KEY; export const b = () => import("node:crypto");`,
    },
  ],
  [
    "a variable that the build fills in",
    { "web/main.js": `console.log(process.env.API_ADDRESS, process.env.NODE_ENV);` },
    { define: { "process.env.API_ADDRESS": `"https://api.example.com"` } },
  ],
  [
    "secrets of another kind",
    { "web/main.js": `const secret = (name) => name; console.log(secret("LEVEL_ONE"));` },
  ],
  [
    "variables for browsers",
    {
      "web/main.js": `console.log(import.meta.env.VITE_TITLE, import.meta.env);`,
      ".env": `VITE_TITLE=A long title of a shop`,
    },
  ],
  [
    "a worker, an asset and a source of browsers",
    {
      "web/main.js": `import a from "./a.js?raw"; new Worker(new URL("./a.js", import.meta.url)); console.log(a, new URL("./a.json", import.meta.url));`,
      "web/a.js": `console.log("node:fs");`,
      "web/a.json": `{"server":"pg"}`,
    },
  ],
  [
    "a browser's module whose source speaks of a server's",
    {
      "web/main.js": `import a from "./shown.js?raw"; console.log(a);`,
      "web/shown.js": `// import { p } from "../server/prices.js"; new URL("../server/prices.js", import.meta.url)`,
      ...prices,
    },
  ],
];

describe("nothing is found in", () => {
  test.each(clean)("%s", async (_, files, config) => {
    project = createPage(files);
    const { failure, files: written } = await viteBuild(project, { server: ["server"] }, config);
    expect(failure).toBe("");
    expect(written.size).toBeGreaterThan(1);
  });
});

test("a build that has failed says why, and nothing else", async () => {
  project = createPage({
    "web/main.js": `import "../server/prices.js"; import "./broken.js";`,
    "web/broken.js": `const = ;`,
    ...prices,
  });
  const { failure } = await bundlers.Rollup(project, { server: ["server"] });
  expect(failure).toContain("broken.js");
  expect(failure).not.toContain("belongs on the server");
});

test.each([
  `import text from "./contract.ts?raw"; console.log(text);`,
  `console.log(new URL("./contract.ts", import.meta.url).href);`,
])("a contract's source is not sent: %s", async (code) => {
  project = createProject({ ...contractFiles, "main.ts": code });
  await expect(buildProject(project)).rejects.toThrow("is sent as it is written: a contract");
});

test("what a module no longer names is forgotten while it is watched", async () => {
  const naming = `console.log(new URL("../server/keys.json", import.meta.url).href);`;
  project = createPage({ "web/main.js": naming, "server/keys.json": "{}" });
  const { root, write } = project;
  const watcher = watch({
    input: join(root, "web/main.js"),
    plugins: [boundary({ root, server: ["server"] })],
    output: { dir: join(root, "dist") },
  });
  try {
    const outcomes: string[] = [];
    await new Promise<void>((done) => {
      watcher.on("event", (event) => {
        if (event.code === "ERROR") {
          outcomes.push(event.error.message);
          write("web/main.js", "console.log(1);");
        }
        if (event.code === "END") done();
      });
    });
    expect(outcomes).toEqual([expect.stringContaining("server/keys.json")]);
  } finally {
    await watcher.close();
  }
});

test("the door is opened without Vite, for who bundles with another", async () => {
  const door = new URL("../../src/vite.ts", import.meta.url).href;
  const script = `
    import { registerHooks } from "node:module";
    registerHooks({ resolve(specifier, context, next) {
      if (/^(?:vite|rolldown|rollup)$/.test(specifier)) throw new Error("there is no " + specifier);
      return next(specifier, context);
    } });
    const { boundary } = await import(${JSON.stringify(door)});
    console.log(boundary().map(({ name }) => name).join());`;
  const { stdout } = await execute(process.execPath, ["--input-type=module", "--eval", script]);
  expect(stdout).toContain("servery:boundary,");
});
