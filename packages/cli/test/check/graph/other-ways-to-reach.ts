import type { Files } from "./check-project.ts";

/** Ways that are no imports of code: workers, sources, data, styles and pages. */
export const otherWaysToReach: readonly (readonly [way: string, chain: string, files: Files])[] = [
  [
    "import.meta.glob as text",
    "service/db.ts?raw",
    { "web/main.ts": `import.meta.glob("../service/*.ts", { query: "?raw" })` },
  ],
  [
    "a worker",
    "web/worker.ts → service/db.ts",
    {
      "web/main.ts": `new Worker(new URL("./worker.ts", import.meta.url), { type: "module" })`,
      "web/worker.ts": `import "../service/db.ts"`,
    },
  ],
  [
    "a worker beside it, without dot",
    "web/worker.ts → service/db.ts",
    {
      "web/main.ts": `new SharedWorker(new URL("worker.ts", import.meta.url))`,
      "web/worker.ts": `import "../service/db.ts"`,
    },
  ],
  [
    "a worker by its query",
    "web/worker.ts → service/db.ts",
    {
      "web/main.ts": `import Work from "./worker?worker"; new Work()`,
      "web/worker.ts": `import "../service/db.ts"`,
    },
  ],
  [
    "a service worker",
    "web/sw.js → service/db.ts",
    {
      "web/main.ts": `navigator.serviceWorker?.register("/web/sw.js")`,
      "web/sw.js": `import "../service/db.ts"`,
    },
  ],
  [
    "importScripts",
    "web/sw.js → web/more.js → service/db.ts",
    {
      "web/main.ts": `navigator.serviceWorker.register(new URL("./sw.js", import.meta.url))`,
      "web/sw.js": `importScripts("./more.js")`,
      "web/more.js": `import("../service/db.ts")`,
    },
  ],
  [
    "its source as text",
    "service/db.ts?raw",
    { "web/main.ts": `import text from "../service/db.ts?raw"; console.log(text)` },
  ],
  [
    "its source as an address",
    "service/db.ts?url",
    { "web/main.ts": `import at from "../service/db.ts?url"; console.log(at)` },
  ],
  [
    "its source beside a module",
    "service/db.ts?url",
    { "web/main.ts": `console.log(new URL("../service/db.ts", import.meta.url))` },
  ],
  [
    "a style's file",
    "web/a.css → service/rows.json?url",
    {
      "web/main.ts": `import "./a.css"`,
      "web/a.css": `a { background: url( "../service/rows.json" ) }`,
      "service/rows.json": "[]",
    },
  ],
  [
    "a style's style",
    "web/a.css → web/b.css → service/rows.json?url",
    {
      "web/main.ts": `import "./a.css"`,
      "web/a.css": `@import "b.css";`,
      "web/b.css": `a { background: url(../service/rows.json) }`,
      "service/rows.json": "[]",
    },
  ],
  [
    "data",
    "service/rows.json",
    {
      "web/main.ts": `import rows from "../service/rows.json" with { type: "json" }; console.log(rows)`,
      "service/rows.json": "[]",
    },
  ],
  [
    "a page's own script",
    "service/db.ts",
    {
      "index.html": `<!doctype html><body data-a="<script>"><script type="module">\n import "./service/db.ts";</script>`,
    },
  ],
  [
    "a component of Vue's",
    "web/a.vue → service/db.ts",
    {
      "web/main.ts": `import A from "./a.vue"; A`,
      "web/a.vue": `<template><p /></template><script setup lang="ts">\nimport { db } from "../service/db.ts";\n</script>`,
    },
  ],
  [
    "a page's style",
    "service/a.css",
    { "index.html": `<style>@import "./service/a.css";</style>`, "service/a.css": "" },
  ],
  [
    "what a page says of itself to others",
    "service/rows.json?url",
    {
      "index.html": `<meta property="og:image" content="/service/rows.json">`,
      "service/rows.json": "[]",
    },
  ],
  [
    "a value that a style module takes",
    "web/a.module.css → service/a.css",
    {
      "web/main.ts": `import "./a.module.css";`,
      "web/a.module.css": `@value b from "../service/a.css";`,
      "service/a.css": "",
    },
  ],
  [
    "an element's style",
    "service/rows.json?url",
    { "index.html": `<p style="background: url(./service/rows.json)">`, "service/rows.json": "[]" },
  ],
  [
    "pictures of several sizes",
    "service/b.png?url",
    {
      "index.html": `<img srcset="https://a.b/c.png 1x, ./service/b.png 2x">`,
      "service/b.png": "",
    },
  ],
  [
    "what has a style's comment in a text before it",
    "web/a.css → service/a b.svg?url",
    {
      "web/main.ts": `import "./a.css"`,
      "web/a.css": `@source "../pages/*";\na { b: url( //x.y/z.png ), url(../service/a%20b.svg) }\n/* end */`,
      "service/a b.svg": "",
    },
  ],
  [
    "a style's style without a space",
    "web/a.css → service/b.css",
    {
      "web/main.ts": `import "./a.css"`,
      "web/a.css": `@import"../service/b.css";`,
      "service/b.css": "",
    },
  ],
  ...[
    `<img alt="x"src="./service/a%20&amp;b.svg">`,
    `<img/src='./service/a &#38;b.svg'>`,
    `<!--><img src="./service/a &amp;b.svg"><!-- -->`,
    `<p style="background: url(&quot;./service/a\\ &amp;b.svg&quot;)">`,
  ].map((element) => {
    const files: Files = { "index.html": element, "service/a &b.svg": "" };
    return [`a page's file: ${element}`, "service/a &b.svg?url", files] as const;
  }),
  [
    "what looks like a page's comment",
    "service/db.ts",
    {
      "index.html": `<script type="module">const a = "<!--"; import("./service/db.ts"); const b = "-->";</script>`,
    },
  ],
  [
    "a style's class",
    "web/a.module.css → service/b.css",
    {
      "web/main.ts": `import "./a.module.css"`,
      "web/a.module.css": `.a { composes: b from "../service/b.css" }`,
      "service/b.css": "",
    },
  ],
  [
    "a style's pictures",
    "web/a.css → service/b.png?url",
    {
      "web/main.ts": `import "./a.css"`,
      "web/a.css": `a { background: image-set("../service/b.png" 1x, url(a.png) 2x) }`,
      "service/b.png": "",
    },
  ],
  [
    "a part of a style",
    "web/a.scss → service/_b.scss",
    {
      "web/main.ts": `import "./a.scss"`,
      "web/a.scss": `@use "../service/b";`,
      "service/_b.scss": "",
    },
  ],
  [
    "a page in another folder, from its own root",
    "web/index.html → web/main.ts → service/db.ts",
    {
      "index.html": "",
      "vite.config.ts": `export default { build: { rollupOptions: { input: ["web/index.html"] } } }`,
      "web/index.html": `<script type="module" src="/main.ts"></script>`,
      "web/main.ts": `import "../service/db.ts"`,
    },
  ],
  [
    "import.meta.glob as text, by an object",
    "service/db.ts?raw",
    { "web/main.ts": `import.meta.glob("../service/*.ts", { query: { raw: "" } })` },
  ],
  [
    "a style as text",
    "web/a.css → service/rows.json?url",
    {
      "web/main.ts": `import css from "./a.css?inline"; css`,
      "web/a.css": `a { background: url(../service/rows.json) }`,
      "service/rows.json": "[]",
    },
  ],
  [
    "a style as an address",
    "web/a.css → service/b.css",
    {
      "web/main.ts": `import at from "./a.css?url"; at`,
      "web/a.css": `@import "../service/b.css"`,
      "service/b.css": "",
    },
  ],
  [
    "require with an escape of any length",
    "service/db.ts",
    { "web/main.ts": `export const db = () => r\\u{000065}quire("../service/db.ts");` },
  ],
  [
    "require with escapes, in a package",
    "node_modules/kit/index.js → service/db.ts",
    {
      "web/main.ts": `import "kit"`,
      "node_modules/kit/index.js": `const text = "\\u2028";\nrequ\\u0069re("../../service/db.ts");\n${"// more\n".repeat(99)}`,
    },
  ],
  [
    "a folder beside a file of its name",
    "web/part/index.ts → service/db.ts",
    {
      "web/main.ts": `import "./part/"`,
      "web/part.ts": "",
      "web/part/index.ts": `import "../../service/db.ts"`,
    },
  ],
  [
    "a file beside a folder of its name",
    "web/part.ts → service/db.ts",
    {
      "web/main.ts": `import "./part"`,
      "web/part.ts": `import "../service/db.ts"`,
      "web/part/index.ts": "",
    },
  ],
  [
    "the first of two endings",
    "web/a.js → service/db.ts",
    { "web/main.ts": `import "./a"`, "web/a.js": `import "../service/db.ts"`, "web/a.ts": "" },
  ],
  [
    "an alias for a file that is there",
    "service/db.ts",
    {
      "vite.config.ts": `export default { resolve: { alias: [{ find: /^\\.\\/prices(\\.ts)?$/, replacement: "../service/db.ts" }] } }`,
      "web/main.ts": `import "./prices.ts"`,
      "web/prices.ts": "",
    },
  ],
  [
    "an alias that begins where the front-end does not",
    "service/db.ts",
    {
      "vite.config.ts": `import { resolve } from "node:path"; export default { root: "web", resolve: { alias: { "~": resolve(import.meta.dirname, "service") } } }`,
      "index.html": "",
      "web/index.html": `<script type="module" src="/main.ts"></script>`,
      "web/main.ts": `import "~/db"`,
    },
  ],
  ...["import.meta\n  .glob('../service/*.ts')", "import/**/.meta\n  .glob('../service/*.ts')"].map(
    (code) => ["files that are asked for over two lines", "service/db.ts", long(code)] as const,
  ),
  ["a call over two lines", "service/db.ts", long(`require\n("../service/db.ts")`)],
  ["a worker over two lines", "service/db.ts", long(`new Worker\n("../service/db.ts")`)],
  ["an import over two lines", "service/db.ts", long(`void import\n("../service/db.ts")`)],
  ["a name far from its import", "service/db.ts", long(`export * from\n"../service/db.ts"`)],
];

/** With so much code after it that it could be taken for itself. */
function long(code: string): Files {
  return { "web/main.ts": `${code};\n${"console.log('plain');\n".repeat(12)}` };
}
