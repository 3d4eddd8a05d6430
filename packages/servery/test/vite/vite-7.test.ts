import { describe, expect, test, vi } from "vitest";
import { version } from "vite";

import { servery } from "../../src/vite.ts";
import { createPage, viteBuild } from "./boundary-project.ts";
import { components } from "./components.ts";
import { type Case, expectChain } from "./planted.ts";
import { buildProject, contractFiles, createProject } from "./project.ts";
import { serve } from "./serve.ts";

// All that imports Vite, the plugin too, gets the one before: with Rollup, esbuild and no parser for TypeScript.
vi.mock("vite", () => import("vite-7"));

const prices = { "server/prices.ts": `export type P = number; export const p: P = 1;` };

const planted: readonly Case[] = [
  [
    "a module that TypeScript imports",
    ["index.html:1:43", "web/main.ts:1:27", "server/prices.ts"],
    {
      "web/main.ts": `import { type P, p } from "../server/prices"; console.log(p as P);`,
      ...prices,
    },
  ],
  [
    "the source of a module of TypeScript",
    ["web/main.ts:1:18", "lib/db.ts"],
    {
      "web/main.ts": `import text from "../lib/db.ts?raw"; console.log(text);`,
      "lib/db.ts": `import pg from "pg"; export const db = <T,>(a: T): unknown => [pg, a];`,
    },
  ],
  [
    "one that a worker imports",
    ["index.html:1:43", "web/main.ts:1:20", "web/work.ts:1:8", "server/prices.ts"],
    {
      "web/main.ts": `new Worker(new URL("./work.ts", import.meta.url), { type: "module" as const });`,
      "web/work.ts": `import "../server/prices.ts";`,
      ...prices,
    },
  ],
  [
    "one that reads a secret",
    ["web/main.ts:1:8", "lib/pay.ts"],
    {
      "web/main.ts": `import "../lib/pay.ts";`,
      "lib/pay.ts": `console.log(process.env.STRIPE_KEY as string);`,
    },
  ],
  ...["process.env.STRIPE_KEY", `globalThis.process.env["STRIPE_KEY"]`].map((read): Case => [
    `a component that reads a secret as ${read}`,
    ["web/main.ts:1:8", "web/pay.vue"],
    {
      "web/main.ts": `import "./pay.vue";`,
      "web/pay.vue": `<script>console.log(${read});</script>`,
    },
  ]),
  [
    "a component that reads a secret among others",
    ["web/main.ts:1:8", "web/pay.vue"],
    {
      "web/main.ts": `import "./pay.vue";`,
      "web/pay.vue": `<script>const { MODE, STRIPE_KEY: key } = process.env; console.log(MODE, key);</script>`,
    },
  ],
  [
    "a style that a style brings",
    ["web/main.ts:1:8", "web/main.css:1:9", "server/print.css"],
    {
      "web/main.ts": `import "./main.css";`,
      "web/main.css": `@import "../server/print.css";`,
      "server/print.css": `body { color: red; }`,
    },
  ],
];

describe("with Vite 7", () => {
  test("a browser gets a contract's routes, and what is exposed of it", async () => {
    expect(version).toMatch(/^7\./);
    const project = createProject({
      ...contractFiles,
      "main.ts": `import { store, label, type Product } from "./contract.ts"; console.log(store, label as unknown as Product);`,
    });
    const output = await buildProject(project, { expose: ["label"] });
    project.remove();
    expect(output).toContain(`"path": "/products/:id"`);
    expect(output).toContain(`"EUR"`);
    for (const forbidden of ["SECRET", "secret-role", "ZodObject"])
      expect(output).not.toContain(forbidden);
  });

  test.each(planted)("a build stops at %s", async (...each) => {
    const plugins = [components()];
    await expectChain((project) => viteBuild(project, { server: ["server"] }, { plugins }), each);
  });

  test("the dev server refuses a module and a source, and serves the rest", async () => {
    const { root, remove } = createPage({
      "web/main.ts": `import type { P } from "../server/prices.ts"; export const page: P = 1;`,
      "web/shop.ts": `import { contract, nothing, query } from "servery";
        const one = query({ path: "/a", access: "public", output: nothing });
        export const shop = contract({ name: "shop", operations: { one } });`,
      ...prices,
    });
    const { get, server } = await serve(root, { plugins: [servery({ server: ["server"] })] });
    const asked = ["web/main.ts", "web/shop.ts", "server/prices.ts", "web/shop.ts?raw"];
    const got = await Promise.all(asked.map(get));
    await server.close();
    remove();
    expect(got.map(({ status }) => status)).toEqual([200, 200, 500, 500]);
    expect(got[1]!.text).toContain(`"path": "/a"`);
    expect(got[2]!.text).toContain("belongs on the server");
    expect(got[3]!.text).toContain("is sent as it is written: a contract");
  });
});
