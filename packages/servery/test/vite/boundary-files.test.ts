import { describe, expect, test } from "vitest";
import type { InlineConfig } from "vite";

import { boundary } from "../../src/vite.ts";
import { createPage, type Files, viteBuild } from "./boundary-project.ts";
import { components } from "./components.ts";
import { type Case, expectChain, expectSteps, prices } from "./planted.ts";
import { serve } from "./serve.ts";

const planted: Files = {
  "server/keys.json": `{"a":1}`,
  "server/plan.svg": `<svg xmlns="http://www.w3.org/2000/svg"/>`,
  "server/print.css": `body { color: red; }`,
};
const config: InlineConfig = {
  plugins: [components()],
  // Of the root, which no test knows beforehand.
  resolve: { alias: { "@": "/server" } },
};

const inFiles: readonly Case[] = [
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
    ["web/main.js:1:8", "web/main.css:2:24", "server/plan.svg"],
    {
      "web/main.js": `import "./main.css";`,
      "web/main.css": `@source "../pages/*";\nbody { background: url("../server/pl%61n.svg"); }\n/* end */`,
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
    "a style that a style brings",
    ["web/main.css:1:8", "server/print.css"],
    {
      "web/main.js": `import "./main.css";`,
      "web/main.css": `@import"../server/print.css";`,
      "server/print.css": `body { color: red; }`,
    },
  ],
  ...[
    `<img alt="x"src="/server/pl%61&#110;.svg">`,
    `<img alt="" srcset="./server/plan.svg 2x">`,
    `<meta property="og:image" content="/server/plan.svg">`,
    `<link rel="icon" href="server/plan.svg">`,
  ].map((element): Case => [
    `a picture that a page brings: ${element}`,
    ["index.html:1:", "server/plan.svg"],
    {
      "index.html": `${element}<script type="module" src="/web/main.js"></script>`,
      "web/main.js": "",
      "server/plan.svg": `<svg xmlns="http://www.w3.org/2000/svg"/>`,
    },
  ]),
  [
    "a style that a page brings, once",
    ["index.html:1:30", "server/print.css"],
    {
      "index.html": `<link rel="stylesheet" href="/server/print.css"><script type="module" src="/web/main.js"></script>`,
      "web/main.js": "",
      "server/print.css": `body { color: red; }`,
    },
  ],
  [
    "a value that a style module takes from another",
    ["web/main.js:1:", "web/a.module.css:1:17", "server/colours.css"],
    {
      "web/main.js": `import a from "./a.module.css"; console.log(a);`,
      "web/a.module.css": `@value red from "../server/colours.css"; .a { color: red; }`,
      "server/colours.css": `@value red: #123456;`,
    },
  ],
];

/** What a browser asks a dev server for, the steps by which it gets there, and the files. */
const brought: readonly (readonly [what: string, path: string, chain: readonly string[], Files])[] =
  [
    [
      "the address of one, behind an alias",
      "/web/main.js",
      ["web/main.js:1:21", "server/keys.json"],
      { "web/main.js": `console.log(new URL("@/keys.json", import.meta.url).href);` },
    ],
    [
      "the address of one, without its ending",
      "/web/main.js",
      ["web/main.js:1:21", "server/keys.json"],
      { "web/main.js": `console.log(new URL("../server/keys", import.meta.url).href);` },
    ],
    [
      "the address of one, from a component",
      "/web/page.vue",
      ["web/page.vue:2:31", "server/keys.json"],
      {
        "web/main.js": `import "./page.vue";`,
        "web/page.vue": `<script>\nexport default { new: new URL('@/keys.json', import.meta.url) };\n</script>`,
      },
    ],
    [
      "a picture that a component's style brings",
      "/web/page.vue?vue&type=style&lang.css",
      ["web/page.vue:2:22", "server/plan.svg"],
      {
        "web/main.js": `import "./page.vue";`,
        "web/page.vue": `<script>export default 1;</script>\n<style>a { mask: url("@/plan.svg") }</style>`,
      },
    ],
    [
      "a style that a component's style brings",
      "/web/page.vue?vue&type=style&lang.css",
      ["web/page.vue:1:16", "server/print.css"],
      {
        "web/main.js": `import "./page.vue";`,
        "web/page.vue": `<style>@import "../server/print.css";</style>`,
      },
    ],
    [
      "a style that a page's style brings",
      "/index.html",
      ["index.html:1:16", "server/print.css"],
      {
        "index.html": `<style>@import "/server/print.css";</style><script type="module" src="/web/main.js"></script>`,
        "web/main.js": "",
      },
    ],
    [
      "a picture that an element's style brings",
      "/index.html",
      ["index.html:1:27", "server/plan.svg"],
      {
        "index.html": `<p style="background: url(/server/plan.svg)"></p><script type="module" src="/web/main.js"></script>`,
        "web/main.js": "",
      },
    ],
    [
      "a style behind an alias, that a style brings which a style brings",
      "/web/main.css",
      ["web/main.css:1:9", "web/more.css:1:13", "server/print.css"],
      {
        "web/main.js": `import "./main.css";`,
        "web/main.css": `@import "more.css";`,
        "web/more.css": `@import url("@/print.css");`,
      },
    ],
  ];

const options = { server: ["server"] };

describe("Vite stops at", () => {
  test.each(inFiles)("%s", async (...each) => {
    await expectChain((project) => viteBuild(project, options, config), each);
  });

  test.each(brought)("%s", async (what, _, chain, files) => {
    const all: Case = [what, chain, { ...planted, ...files }];
    await expectChain((project) => viteBuild(project, options, config), all);
  });
});

describe("the dev server refuses what brings", () => {
  test.each(brought)("%s", async (_, path, chain, files) => {
    const { root, remove } = createPage({ ...planted, ...files });
    const plugins = [boundary(options), components()];
    const { get, server } = await serve(root, { ...config, plugins });
    // As a browser does: what has been asked for is how one gets there.
    for (const before of ["/web/main.js", "/web/page.vue"]) await get(before);
    const { status, text } = await get(path);
    await server.close();
    remove();
    expect(status).toBe(500);
    const [, message = ""] = /"message":("(?:[^"\\]|\\.)*")/.exec(text) ?? [];
    expectSteps(JSON.parse(message) as string, chain);
  });
});
