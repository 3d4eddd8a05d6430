import type { Files } from "./check-project.ts";

/** Each way of reaching a module of the server, with the chain that is to be told. `service/db.ts` is always there. */
export const waysToReach: readonly (readonly [way: string, chain: string, files: Files])[] = [
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
    "import.meta.glob as text",
    "service/db.ts?raw",
    { "web/main.ts": `import.meta.glob("../service/*.ts", { query: "?raw" })` },
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
      "vite.config.ts": `import { defineConfig } from "vite"; export default defineConfig(() => ({ resolve: { alias: { "@": fileURLToPath(new URL("./service", import.meta.url)) } } }))`,
      "web/main.ts": `import { db } from "@/db"; db()`,
    },
  ],
  [
    "an alias in a template",
    "service/db.ts",
    {
      "vite.config.ts": `export default { resolve: { alias: [{ find: "@", replacement: path.resolve(__dirname, "service") }] } }`,
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
];

function page(name: string): string {
  return `<script type=module src=./web/${name}></script>`;
}
