import type { Files } from "./check-project.ts";

const config = (options = "") =>
  `import { servery } from "servery/vite"; export default { plugins: [servery(${options})] };`;
const contract = `import { contract, query } from "servery"; import { limits } from "./service/limits.ts"; export const shop = contract({ list: query({ limits }) }); export const most = 3;`;

/** Projects that look as if something of the server reached browsers, where nothing does. `service/db.ts` is always there. */
export const cleanProjects: readonly (readonly [what: string, files: Files])[] = [
  [
    "types by import type",
    { "web/main.ts": `import type { Row } from "../service/db.ts"; export let a: Row;` },
  ],
  [
    "types by a namespace",
    { "web/main.ts": `import type * as db from "../service/db.ts"; export let a: db.Row;` },
  ],
  [
    "types by their names",
    {
      "web/main.ts": `import { type Row, type Db } from "../service/db.ts"; export let a: Row | Db;`,
    },
  ],
  [
    "types by export type",
    {
      "web/main.ts": `export type { Row } from "../service/db.ts"; export type * from "../service/db.ts"`,
    },
  ],
  ["types in place", { "web/main.ts": `export let a: import("../service/db.ts").Row;` }],
  [
    "types without a word",
    {
      "web/main.ts": `import { Row, Db } from "../service/db.ts"; export function a(row: Row): Db { return { Row: row } as unknown as Db; }`,
    },
  ],
  [
    "types without a word, two modules on",
    {
      "web/main.ts": `import { A } from "./a.ts"; export let b: A;`,
      "web/a.ts": `import { db } from "../service/db.ts"; export interface A {} db();`,
    },
  ],
  [
    "a driver's types",
    {
      "web/main.ts": `import { Pool } from "pg"; import { Stats } from "node:fs"; export let a: Pool, b: Stats;`,
    },
  ],
  [
    "a type of a value",
    {
      "web/main.ts": `import { db } from "../service/db.ts"; export type Made = ReturnType<typeof db>;`,
    },
  ],
  [
    "types that keep what they import elsewhere",
    {
      "web/main.ts": `import type { Row } from "../service/db.ts"; export let a: Row;`,
      "tsconfig.json": `{ /* "verbatimModuleSyntax": false */ "compilerOptions": { "verbatimModuleSyntax": true } }`,
    },
  ],
  [
    "a commented setting",
    {
      "web/main.ts": `import { Row } from "../service/db.ts"; export let a: Row;`,
      "tsconfig.json": `{ // "verbatimModuleSyntax": true\n }`,
    },
  ],
  [
    "a comment",
    { "web/main.ts": `// import "../service/db.ts"\n/* require("../service/db.ts") */ export {};` },
  ],
  [
    "a string",
    {
      "web/main.ts": `export const a = 'import "../service/db.ts"', b = \`process.env.KEY require("../service/db.ts")\`;`,
    },
  ],
  ["a pattern", { "web/main.ts": `export const a = /import "..\\/service\\/db.ts"/;` }],
  [
    "a page's comment",
    {
      "index.html": `<!-- <script type="module" src="/service/db.ts"></script> --><script type="module">export {}</script>`,
    },
  ],
  [
    "a page's data",
    { "index.html": `<script type="application/json">import "./service/db.ts"</script>` },
  ],
  [
    "a style's comment",
    {
      "web/main.ts": `import "./a.css"`,
      "web/a.css": `/* @import "../service/a.css"; url(../service/rows.json) */ a { background: url(data:image/png;base64,AAAA) }`,
    },
  ],
  [
    "what is for servers alone",
    {
      "web/main.ts": `if (import.meta.env.SSR) await import("../service/db.ts"); export const b = import.meta.env.SSR && import("../service/db.ts"), c = !import.meta.env.SSR ? 1 : import("../service/db.ts");`,
    },
  ],
  [
    "what is for browsers alone",
    {
      "web/main.ts": `if (!import.meta.env.SSR) { await import("./a.ts"); } else { await import("../service/db.ts"); }`,
      "web/a.ts": "",
    },
  ],
  [
    "a contract",
    {
      "vite.config.ts": config(),
      "web/main.ts": `import { shop } from "../contract.ts"; shop`,
      "contract.ts": contract,
    },
  ],
  [
    "a contract in the server's folder",
    {
      "vite.config.ts": config(),
      "web/main.ts": `import { shop } from "../service/contract.ts"; shop`,
      "service/contract.ts": contract,
    },
  ],
  [
    "a folder that is called like a file of variables",
    { "web/main.ts": "", ".env/pyvenv.cfg": "VITE_DB_PASSWORD=hidden" },
  ],
  [
    "a contract with something exposed elsewhere",
    {
      "vite.config.ts": config(`{ expose: ["most"] }`),
      "web/main.ts": `import { shop } from "../contract.ts"; shop`,
      "contract.ts": contract.replace("export const most = 3;", ""),
    },
  ],
  [
    "a folder with a name that starts the same",
    { "web/main.ts": `import "../services/a.ts"`, "services/a.ts": "" },
  ],
  [
    "a package for browsers",
    {
      "web/main.ts": `import "both"`,
      ...installed(
        "both",
        { exports: { browser: "./b.js", default: "./a.js" } },
        { "a.js": `import "node:fs"`, "b.js": "" },
      ),
    },
  ],
  [
    "a package that leaves Node out",
    {
      "web/main.ts": `import "both"`,
      ...installed(
        "both",
        { main: "a.js", browser: { fs: false, "./a.js": "./b.js" } },
        { "a.js": `require("net")`, "b.js": `require("fs")` },
      ),
    },
  ],
  [
    "a package that looks around",
    {
      "web/main.ts": `import "both"`,
      ...installed(
        "both",
        {},
        {
          "index.js": `if (process.env.NODE_ENV !== "production") debug(process.env.HOME); try { require("fs"); require("pg-native") } catch {} export {}`,
        },
      ),
    },
  ],
  [
    "a package with the name of a module of Node's",
    {
      "web/main.ts": `import { Buffer } from "buffer"; Buffer`,
      ...installed("buffer", {}, { "index.js": `exports.Buffer = 1; with (exports) {}` }),
    },
  ],
  [
    "enumerations of Prisma's",
    {
      "web/main.ts": `import { Role } from "@prisma/client"; Role`,
      ...installed(
        "@prisma/client",
        { exports: { ".": { browser: "./index-browser.js", default: "./index.js" } } },
        { "index.js": `require("fs")`, "index-browser.js": `exports.Role = {}` },
      ),
    },
  ],
  [
    "what is known of a build",
    {
      "web/main.ts": `export const a = [import.meta.env.DEV, import.meta.env.VITE_API_URL, import.meta.env.BASE_URL, process.env.NODE_ENV, import.meta.env?.MODE, process.env.NEXT_PUBLIC_URL]`,
    },
  ],
  [
    "an environment that may not be there",
    {
      "web/main.ts": `export const a = typeof process !== "undefined" && process.env && process.env.NODE_ENV;`,
    },
  ],
  [
    "somebody else's process",
    {
      "web/main.ts": `const app = { process: { env: { KEY: 1 } } }; export default app.process.env.KEY;`,
    },
  ],
  [
    "a setting's prefix",
    {
      "vite.config.ts": `export default { envPrefix: ["APP_"] }`,
      "web/main.ts": `export const a = import.meta.env.APP_URL`,
    },
  ],
  [
    "patterns that take the server away",
    { "web/main.ts": `import.meta.glob(["../*/*.ts", "!../service/**"])`, "web/a.ts": "" },
  ],
  [
    "a template in its own folder",
    {
      "web/main.ts": "export const open = (name) => import(`./pages/${name}.ts`)",
      "web/pages/a.ts": "",
      "web/pages/admin/b.ts": `import "../../../service/db.ts"`,
    },
  ],
  [
    "a module of another origin",
    {
      "web/main.ts":
        "import 'https://esm.sh/pg'; export const open = (name) => import(`https://esm.sh/${name}`)",
    },
  ],
  [
    "an address of a folder",
    {
      "web/main.ts": `export const a = [new URL("../service/", import.meta.url), new URL("/api", location.href), new URL("./", import.meta.url)]`,
      "web/index.ts": `import "../service/db.ts"`,
    },
  ],
  [
    "a worker that is made of text",
    { "web/main.ts": `export const w = (blob) => new Worker(URL.createObjectURL(blob))` },
  ],
  [
    "a circle",
    { "web/main.ts": `import "./a.ts"`, "web/a.ts": `import "./main.ts"; export * from "./a.ts"` },
  ],
  [
    "declarations",
    {
      "web/main.ts": `import { a } from "./a"; export let b: typeof a;`,
      "web/a.d.ts": `import { Row } from "../service/db.ts"; export const a: Row;`,
    },
  ],
  [
    "a package's part that nobody asks for",
    {
      "web/main.ts": `import { a } from "kit"; a`,
      ...kit({ "index.js": `export { read } from "./node.js"; export * from "./a.js";` }),
    },
  ],
  [
    "a package's part that nobody asks for, two indexes on",
    {
      "web/main.ts": `import { a as b } from "kit"; import "kit"; export { a } from "kit"; b`,
      ...kit({
        "index.js": `export * from "./all.js"`,
        "all.js": `export * from "./node.js"; export * from "./a.js"; import "./index.js";`,
      }),
    },
  ],
  [
    "a file that browsers get another for",
    {
      "package.json": `{ "browser": { "./web/a.ts": "./web/b.ts", "./service/db.ts": false } }`,
      "web/main.ts": `import "./a.ts"; import "../service/db.ts"`,
      "web/a.ts": `import "../service/db.ts"; import "pg"`,
      "web/b.ts": "",
    },
  ],
  [
    "a page that only speaks of it",
    {
      "index.html": `<iframe src="./service/db.ts"></iframe><x-chart data="./service/db.ts"></x-chart><p title="the src=service/db.ts is"><meta name="a" content="./service/db.ts"><script type="module" src="web/main.ts"></script>`,
      "web/main.ts": "",
    },
  ],
  [
    "a comment of a component's style",
    {
      "web/main.ts": `import "./a.vue"`,
      "web/a.vue": `<style lang="scss">\n// it's url("../service/db.ts")\na { b: c }\n</style>`,
    },
  ],
  [
    "an ending that comes later",
    {
      "web/main.ts": `import "./a"; import "./b"`,
      "web/a.mjs": "",
      "web/a.ts": `import "../service/db.ts"`,
      "web/b.ts": "",
      "web/b/index.ts": `import "../../service/db.ts"`,
    },
  ],
  [
    "a package of the same name, nearer",
    {
      "web/main.ts": `import "./deep/a.ts"; import "kit"`,
      "web/deep/a.ts": `import "kit/only"`,
      ...installed("kit", {}, { "index.js": "" }),
      "web/deep/node_modules/kit/only.js": "",
    },
  ],
];

/** A package without side effects, with a part for Node. */
export function kit(files: Files, manifest: object = { sideEffects: false }): Files {
  const parts = {
    "a.js": `export const a = 1;`,
    "node.js": `import fs from "fs"; export const read = fs.read;`,
  };
  return installed("kit", manifest, { ...parts, ...files });
}

function installed(name: string, manifest: object, files: Files): Files {
  const folder = `node_modules/${name}`;
  return Object.fromEntries([
    [`${folder}/package.json`, JSON.stringify({ name, ...manifest })],
    ...Object.entries(files).map(([path, text]) => [`${folder}/${path}`, text]),
  ]) as Files;
}
