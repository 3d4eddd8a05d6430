import { app, type Bundler, type CorpusCase, show } from "./corpus-case.ts";

const all: readonly Bundler[] = ["vite", "rollup", "rolldown"];
const found = ["graph", "build"] as const;
const use = show("priceOf(1)");

/** Server modules that a browser's entry brings along. */
export const graphLeaks: readonly CorpusCase[] = [
  {
    name: "a direct import",
    found,
    bundlers: all,
    files: app(`import { priceOf } from "../server/prices.ts";\n${use}`),
  },
  {
    name: "an import of an import of an import",
    found,
    bundlers: all,
    files: app(`import { a } from "./a.ts";\n${show("a()")}`, {
      "src/a.ts": `import { b } from "./b.ts";\nexport const a = () => b();`,
      "src/b.ts": `import { c } from "./c.ts";\nexport const b = () => c();`,
      "src/c.ts": `import { priceOf } from "../server/prices.ts";\nexport const c = () => priceOf(1);`,
    }),
  },
  {
    name: "through a barrel's export *",
    found,
    bundlers: all,
    files: app(`import { priceOf } from "./barrel.ts";\n${use}`, {
      "src/barrel.ts": `export * from "./other.ts";\nexport * from "../server/prices.ts";`,
      "src/other.ts": `export const other = 1;`,
    }),
  },
  {
    name: "through a barrel's export by name",
    found,
    bundlers: all,
    files: app(`import { price } from "./barrel.ts";\n${show("price(1)")}`, {
      "src/barrel.ts": `export { priceOf as price } from "../server/prices.ts";`,
    }),
  },
  {
    name: "through a barrel of barrels, as a namespace",
    found,
    bundlers: all,
    files: app(`import { prices } from "./one.ts";\n${show("prices.priceOf(1)")}`, {
      "src/one.ts": `export * from "./two.ts";`,
      "src/two.ts": `export * as prices from "../server/prices.ts";`,
    }),
  },
  {
    name: "a namespace import",
    found,
    bundlers: all,
    files: app(`import * as prices from "../server/prices.ts";\n${show("prices.priceOf(1)")}`),
  },
  {
    name: "a default import",
    found,
    bundlers: all,
    files: app(`import price from "../server/prices.ts";\n${show("price(1)")}`),
  },
  {
    name: "an import for its effects alone",
    found,
    bundlers: all,
    files: app(`import "../server/effects.ts";`, {
      "server/effects.ts": `globalThis.started = "on the server";`,
    }),
  },
  {
    name: "a value beside a type",
    found,
    bundlers: all,
    files: app(
      `import { type Price, priceOf } from "../server/prices.ts";\nconst price: Price = { amount: priceOf(1) };\n${show("price.amount")}`,
    ),
  },
  {
    name: "a dynamic import",
    found,
    bundlers: all,
    files: app(`import("../server/prices.ts").then(({ priceOf }) => { ${use} });`),
  },
  {
    name: "a dynamic import of a lazy page that imports it",
    found,
    bundlers: all,
    files: app(`import("./page.ts").then(({ page }) => page());`, {
      "src/page.ts": `import { priceOf } from "../server/prices.ts";\nexport const page = () => { ${use} };`,
    }),
  },
  {
    name: "a dynamic import by a pattern",
    found,
    files: app(
      `const name = location.hash.slice(1);\nimport(\`../server/\${name}.ts\`).then((m) => { ${show("m.default")} });`,
    ),
  },
  {
    name: "import.meta.glob",
    found,
    files: app(`const all = import.meta.glob("../server/*.ts");\n${show("Object.keys(all)")}`),
  },
  {
    name: "a worker",
    found,
    files: app(
      `const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });\nworker.postMessage(1);`,
      {
        "src/worker.ts": `import { priceOf } from "../server/prices.ts";\nself.onmessage = () => self.postMessage(priceOf(1));`,
      },
    ),
  },
  {
    name: "a worker by its query",
    found,
    files: app(`import Prices from "./worker.ts?worker";\nnew Prices().postMessage(1);`, {
      "src/worker.ts": `import { priceOf } from "../server/prices.ts";\nself.onmessage = () => self.postMessage(priceOf(1));`,
    }),
  },
  {
    name: "a shared worker",
    found,
    files: app(
      `const worker = new SharedWorker(new URL("./worker.ts", import.meta.url), { type: "module" });\nworker.port.start();`,
      {
        "src/worker.ts": `import { priceOf } from "../server/prices.ts";\nself.onconnect = () => priceOf(1);`,
      },
    ),
  },
  {
    name: "its source as text",
    found,
    files: app(`import text from "../server/prices.ts?raw";\n${show("text")}`),
  },
  {
    name: "its address as an asset",
    found,
    files: app(`import url from "../server/prices.ts?url";\n${show("url")}`),
  },
  {
    name: "a file of the server's as an asset",
    found,
    files: app(
      `const url = new URL("../server/price-list.txt", import.meta.url);\n${show("url.href")}`,
      { "server/price-list.txt": `margin 0.42 for every customer of the shop\n`.repeat(200) },
    ),
  },
  {
    name: "JSON of the server's",
    found,
    files: app(`import rules from "../server/rules.json";\n${show("rules.margin")}`, {
      "server/rules.json": `{ "margin": 0.42, "friends": ["ada"] }`,
    }),
  },
  {
    name: "a module script in the page",
    found,
    files: app(`document.title = "x";`, {
      "index.html": `<!doctype html><body><script type="module">import { priceOf } from "/server/prices.ts";\n${use}</script></body>`,
    }),
  },
  {
    name: "an alias of the compiler's",
    found: ["graph"],
    files: app(`import { priceOf } from "@server/prices";\n${use}`, {
      "tsconfig.json": `{ "compilerOptions": { "paths": { "@server/*": ["./server/*"] } } }`,
    }),
  },
  {
    name: "an alias of the package's",
    found,
    files: app(`import { priceOf } from "#server/prices";\n${use}`, {
      "package.json": `{ "name": "case", "type": "module", "imports": { "#server/*": "./server/*.ts" } }`,
    }),
  },
  {
    name: "a module that is a server's by its name",
    found,
    bundlers: all,
    files: app(`import { rate } from "./rates.server.ts";\n${show("rate")}`, {
      "src/rates.server.ts": `export const rate = 1.25;`,
    }),
  },
  {
    name: "a module that is marked",
    found,
    files: app(`import { rate } from "./rates.ts";\n${show("rate")}`, {
      "src/rates.ts": `import "server-only";\nexport const rate = 1.25;`,
      "node_modules/server-only/package.json": `{ "name": "server-only", "main": "index.js" }`,
      "node_modules/server-only/index.js": ``,
    }),
  },
  {
    name: "a module of Node's",
    found,
    bundlers: all,
    files: app(`import { readSettings } from "./settings.ts";\n${show("readSettings()")}`, {
      "src/settings.ts": `import { readFileSync } from "node:fs";\nexport const readSettings = () => readFileSync("settings", "utf8");`,
    }),
  },
  {
    name: "a module of Node's by its old name",
    found,
    bundlers: all,
    files: app(`import { sign } from "./sign.ts";\n${show("sign('x')")}`, {
      "src/sign.ts": `import { createHmac } from "crypto";\nexport const sign = (text: string) => createHmac("sha256", "k").update(text).digest("hex");`,
    }),
  },
  {
    name: "a database's driver",
    found,
    files: app(`import { load } from "./load.ts";\nload();`, {
      "src/load.ts": `import { Client } from "pg";\nexport const load = () => new Client().connect();`,
      "node_modules/pg/package.json": `{ "name": "pg", "type": "module", "exports": "./index.js" }`,
      "node_modules/pg/index.js": `export class Client { connect() { return Promise.resolve(); } }`,
    }),
  },
  {
    name: "a package that needs Node",
    found,
    files: app(`import { audit } from "auditor";\naudit();`, {
      "node_modules/auditor/package.json": `{ "name": "auditor", "type": "module", "exports": "./index.js" }`,
      "node_modules/auditor/index.js": `export { audit } from "./audit.js";`,
      "node_modules/auditor/audit.js": `import { appendFileSync } from "node:fs";\nexport const audit = () => appendFileSync("audit.log", "x");`,
    }),
  },
  {
    name: "a door of the service",
    found,
    files: app(`import { openId } from "servery/social";\n${show("openId")}`),
  },
  {
    name: "a secret by its name in the environment",
    found,
    bundlers: all,
    files: app(`import { pay } from "./pay.ts";\npay();`, {
      "src/pay.ts": `export const pay = () => fetch("https://pay.example/charges", { headers: { authorization: \`Bearer \${process.env.PAYMENT_KEY}\` } });`,
    }),
  },
  {
    name: "an import that nobody can follow",
    found: ["graph"],
    files: app(`const path = location.hash.slice(1);\nimport(/* @vite-ignore */ path);`),
  },
];
