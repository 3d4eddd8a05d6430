import { otherWaysToReach } from "./other-ways-to-reach.ts";
import type { Files } from "./check-project.ts";

/** Each way of reaching a module of the server, with the chain that is to be told. `service/db.ts` is always there. */
export const waysToReach: readonly (readonly [way: string, chain: string, files: Files])[] = [
  ...otherWaysToReach,
  ["an import", "service/db.ts", { "web/main.ts": `import { db } from "../service/db.ts"; db();` }],
  ["an import for its effects", "service/db.ts", { "web/main.ts": `import "../service/db"` }],
  ["an empty import", "service/db.ts", { "web/main.ts": `import {} from "../service/db"` }],
  [
    "an empty export",
    "service/db.ts",
    { "web/main.ts": `export /* all */ { // of it\n } from "../service/db"` },
  ],
  [
    "a namespace",
    "service/db.ts",
    { "web/main.ts": `import * as all from "../service/db"; console.log(all)` },
  ],
  ["a re-export", "service/db.ts", { "web/main.ts": `export { db } from "../service/db.ts"` }],
  ["a re-export of all", "service/db.ts", { "web/main.ts": `export * from "../service/db.js"` }],
  [
    "a default by the name of type",
    "service/db.ts",
    { "web/main.ts": `import type from "../service/db"; type()` },
  ],
  [
    "a value among types",
    "service/db.ts",
    { "web/main.ts": `import { type Row, db } from "../service/db"; db()` },
  ],
  [
    "a name that is exported again",
    "service/db.ts",
    { "web/main.ts": `import { db } from "../service/db"; export { db };` },
  ],
  [
    "a component",
    "service/db.ts",
    {
      "index.html": page("main.tsx"),
      "web/main.tsx": `import { Db } from "../service/db"; export const a = <Db />;`,
    },
  ],
  [
    "a value in an enum",
    "service/db.ts",
    { "web/main.ts": `import { db } from "../service/db"; export enum A { B = db.length }` },
  ],
  [
    "a value in a namespace",
    "service/db.ts",
    {
      "web/main.ts": `import { db } from "../service/db"; export namespace A { export const b = db; }`,
    },
  ],
  [
    "types that are kept as they are written",
    "service/db.ts",
    {
      "tsconfig.json": `{ // as it is\n "compilerOptions": { "verbatimModuleSyntax": true } }`,
      "web/main.ts": `import { type Row } from "../service/db"; export let a: Row;`,
    },
  ],
  [
    "an unused import that is kept",
    "service/db.ts",
    {
      "tsconfig.json": `{ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }`,
      "tsconfig.app.json": `{ "extends": "./tsconfig.base.json" }`,
      "tsconfig.base.json": `{ "compilerOptions": { "verbatimModuleSyntax": true } }`,
      "web/main.ts": `import { Row } from "../service/db"; export let a: Row;`,
    },
  ],
  [
    "a dynamic import",
    "service/db.ts",
    { "web/main.ts": `void import(/* lazily */ "../service/db.ts")` },
  ],
  [
    "a dynamic import of one of two",
    "service/db.ts",
    {
      "web/main.ts": `void import(Math.random() > 1 ? "./a.ts" : "../service/db.ts")`,
      "web/a.ts": "",
    },
  ],
  [
    "a dynamic import by a template",
    "service/db.ts",
    { "web/main.ts": "export const open = (name) => import(`../service/${name}.ts`)" },
  ],
  [
    "a dynamic import by a joined name",
    "service/db.ts",
    { "web/main.ts": `export const open = (name) => import("../service/" + name + ".ts")` },
  ],
  [
    "a dynamic import where no browser flag is asked",
    "service/db.ts",
    { "web/main.ts": `if (!import.meta.env.SSR) void import("../service/db.ts")` },
  ],
  ["import.meta.glob", "service/db.ts", { "web/main.ts": `import.meta.glob("../service/*.ts")` }],
  [
    "import.meta.glob of several",
    "service/db.ts",
    {
      "web/main.ts": `import.meta.glob(["./*.tsx", "/service/**/*.ts", "!**/*.test.ts"], { eager: true })`,
    },
  ],
  [
    "require",
    "service/db.ts",
    { "web/main.ts": `export const db = () => require("../service/db.ts")` },
  ],
  [
    "import = require",
    "service/db.ts",
    { "web/main.ts": `import db = require("../service/db.ts"); db;` },
  ],
  [
    "three barrels",
    "web/a.ts → web/b.ts → web/c.ts → service/db.ts",
    {
      "web/main.ts": `import { nothing } from "./a.ts"; nothing()`,
      "web/a.ts": `export * from "./b.ts"`,
      "web/b.ts": `export { db, nothing } from "./c.ts"`,
      "web/c.ts": `export * from "../service/db.ts"; export const nothing = () => 1;`,
    },
  ],
  [
    "a circle",
    "web/a.ts → web/b.ts → service/db.ts",
    {
      "web/main.ts": `import "./a.ts"`,
      "web/a.ts": `import "./b.ts"; import "./main.ts"`,
      "web/b.ts": `import "./a.ts"; import "../service/db.ts"`,
    },
  ],
  [
    "an alias of TypeScript's",
    "service/db.ts",
    {
      "tsconfig.json": `{ "compilerOptions": { "paths": { "@/*": ["./*"] } } }`,
      "web/main.ts": `import { db } from "@/service/db"; db()`,
    },
  ],
  [
    "an alias of Vite's",
    "service/db.ts",
    {
      "vite.config.ts": `import { fileURLToPath } from "node:url"; import { defineConfig } from "vite"; export default defineConfig(() => ({ resolve: { alias: { "@": fileURLToPath(new URL("./service", import.meta.url)) } } }))`,
      "web/main.ts": `import { db } from "@/db"; db()`,
    },
  ],
  [
    "an alias in a template",
    "service/db.ts",
    {
      "vite.config.ts": `import path from "node:path"; export default { resolve: { alias: [{ find: "@", replacement: path.resolve(__dirname, "service") }] } }`,
      "web/main.ts": "export const open = (name) => import(`@/${name}.ts`)",
    },
  ],
  [
    "an import of the package's own",
    "service/db.ts",
    {
      "package.json": `{ "imports": { "#db": "./service/db.ts" } }`,
      "web/main.ts": `import { db } from "#db"; db()`,
    },
  ],
  ["an import from the root", "service/db.ts", { "web/main.ts": `import "/service/db.ts"` }],
  [
    "a package in the workspace",
    "node_modules/shared/index.js → service/db.ts",
    {
      "web/main.ts": `import "shared"`,
      "node_modules/shared/package.json": `{ "main": "index.js" }`,
      "node_modules/shared/index.js": `require("../../service/db.ts")`,
    },
  ],
  [
    "JSX in JavaScript",
    "web/a.jsx → service/db.ts",
    {
      "web/main.ts": `import "./a"`,
      "web/a.jsx": `import { Db } from "../service/db"; export const a = <Db />;`,
    },
  ],
  [
    "a default by the word defer",
    "service/db.ts",
    { "web/main.ts": `import defer * as later from "../service/db.ts"; later.db();` },
  ],
  [
    "a specifier with escapes",
    "service/db.ts",
    { "web/main.ts": `import("../service/d\\x62.ts");` },
  ],
  [
    "require with escapes",
    "service/db.ts",
    { "web/main.ts": `export const db = () => r\\u0065quire("../service/db.ts");` },
  ],
  ["a cast", "service/db.ts", { "web/main.ts": `import((0, "../service/db.ts" as string)!)` }],
  [
    "an import far down",
    "service/db.ts",
    {
      "web/main.ts": `export const open = () => {\n  return import("../service/db.ts").then(\n    (all) => all);\n};\n${"// more\n".repeat(50)}`,
    },
  ],
  [
    "an unused import of JavaScript's",
    "web/a.js → service/db.ts",
    { "web/main.ts": `import "./a.js"`, "web/a.js": `import { db } from "../service/db.ts";` },
  ],
  [
    "a file with a mark of its encoding",
    "service/db.ts",
    { "web/main.ts": `\uFEFFimport "../service/db.ts"\r\n` },
  ],
  [
    "what makes components",
    "service/jsx-runtime.ts",
    {
      "index.html": page("main.tsx"),
      "web/main.tsx": `/** @jsxImportSource ../service */\nexport const a = <a />;`,
      "service/jsx-runtime.ts": "",
    },
  ],
  [
    "another case of letters",
    "Service/db.ts",
    { "web/main.ts": `import "../Service/db.ts"`, "Service/db.ts": "" },
  ],
  [
    "a package of the same name, nearer",
    "web/deep/a.ts → web/deep/node_modules/kit/index.js → service/db.ts",
    {
      "web/main.ts": `import "kit"; import "./deep/a.ts"`,
      "web/deep/a.ts": `import "kit"`,
      "node_modules/kit/index.js": "",
      "web/deep/node_modules/kit/index.js": `import "../../../../service/db.ts"`,
    },
  ],
];

function page(name: string): string {
  return `<script type=module src=./web/${name}></script>`;
}
