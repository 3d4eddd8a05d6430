import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";

import { app, type Bundler, type CorpusCase, paymentKey, show } from "./corpus-case.ts";

const all: readonly Bundler[] = ["vite", "rollup", "rolldown", "esbuild"];
const found = [] as const;

function clean(
  name: string,
  files: CorpusCase["files"],
  more: Partial<CorpusCase> = {},
): CorpusCase {
  return { name, found, files, ...more };
}

const toPart = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const anonymousToken = [
  toPart({ alg: "HS256", typ: "JWT" }),
  toPart({ iss: "supabase", ref: "abcdefghijklmnopqrst", role: "anon", iat: 1, exp: 2e9 }),
  Buffer.from("not a signature, but as long as one").toString("base64url"),
].join(".");
const noise = (length: number) => {
  let bytes = Buffer.alloc(0);
  for (let round = 0; bytes.length < length; round++)
    bytes = Buffer.concat([bytes, createHash("sha512").update(String(round)).digest()]);
  return bytes.subarray(0, length);
};

/** Front-ends that look suspicious, and are not. */
export const cleanApps: readonly CorpusCase[] = [
  clean(
    "types of the server's",
    app(
      `import type { Price } from "../server/prices.ts";\nconst price: Price = { amount: 1 };\n${show("price.amount")}`,
    ),
    { bundlers: all },
  ),
  clean(
    "types in place, and exported on",
    app(
      `import { type Price } from "../server/prices.ts";\nexport type { Price } from "../server/prices.ts";\nconst price: Price = { amount: 1 };\n${show("price.amount")}`,
    ),
  ),
  clean(
    "types by import()",
    app(
      `const price: import("../server/prices.ts").Price = { amount: 1 };\n${show("price.amount")}`,
    ),
  ),
  clean(
    "comments and texts that name the server's",
    app(
      `// import { priceOf } from "../server/prices.ts";\nconst text = 'import fs from "node:fs"; process.env is not here';\n${show("text")}`,
    ),
    { bundlers: all },
  ),
  clean(
    "a key for browsers",
    app(show(`"${["pk", "live", "51QwErTyUiOpAsDfGhJkLzXcVbNm"].join("_")}"`)),
    { bundlers: all },
  ),
  clean("a token for browsers", app(show(`"${anonymousToken}"`)), { bundlers: all }),
  clean(
    "a Sentry address, a site key and a measurement's id",
    app(
      show(
        `["https://0123456789abcdef0123456789abcdef@o1.ingest.sentry.io/42", "6LeIxAcTAAAAAJcZVRqyHh71UMIEGNQ_MXjiZKhI", "G-ABCDEFGHIJ"]`,
      ),
    ),
  ),
  clean(
    "hashes and integrity",
    app(
      show(
        `{ sha: "${noise(32).toString("hex")}", integrity: "sha384-${noise(48).toString("base64")}", id: "9f0e2d3c-4b5a-4978-8796-a5b4c3d2e1f0" }`,
      ),
    ),
    { bundlers: all },
  ),
  clean(
    "a picture in the code",
    app(show(`"data:image/png;base64,${noise(1500).toString("base64")}"`)),
  ),
  clean("almost a secret", app(show(JSON.stringify(`${paymentKey.slice(0, -1)}X`))), {
    bundlers: all,
  }),
  clean(
    "a placeholder of a key, in a text that explains it",
    app(show(`"Put your key here: ${["sk", "live", "xxxxxxxxxxxxxxxxxxxxxxxx"].join("_")}"`)),
  ),
  clean(
    "words about passwords and secrets",
    app(
      show(
        `{ password: "Your password", secretQuestion: "What was the name of your first pet?", tokenHelp: "Copy the token from your mail" }`,
      ),
    ),
  ),
  clean(
    "variables for browsers",
    app(show("import.meta.env.VITE_API_URL + import.meta.env.MODE"), {
      ".env": `VITE_API_URL=https://api.example.com\nPAYMENT_KEY=${paymentKey}\n`,
    }),
  ),
  clean(
    "process.env.NODE_ENV",
    app(`if (process.env.NODE_ENV !== "production") console.log("dev");\n${show("1")}`, {}),
    { vite: `{ define: { "process.env.NODE_ENV": '"production"' } }` },
  ),
  clean(
    "a package with another build for browsers",
    app(`import { now } from "clocks";\n${show("now()")}`, {
      "node_modules/clocks/package.json": `{ "name": "clocks", "type": "module", "exports": { "browser": "./browser.js", "default": "./node.js" } }`,
      "node_modules/clocks/browser.js": `export const now = () => Date.now();`,
      "node_modules/clocks/node.js": `import { hrtime } from "node:process";\nexport const now = () => hrtime();`,
    }),
  ),
  clean(
    "a file in a package that browsers are told to leave out",
    app(`import { read } from "reader";\n${show("read")}`, {
      "node_modules/reader/package.json": `{ "name": "reader", "type": "module", "main": "./index.js", "browser": { "./files.js": "./no-files.js" } }`,
      "node_modules/reader/index.js": `export { read } from "./files.js";`,
      "node_modules/reader/files.js": `import { readFileSync } from "node:fs";\nexport const read = readFileSync;`,
      "node_modules/reader/no-files.js": `export const read = undefined;`,
    }),
  ),
  clean(
    "a folder whose name begins like the server's",
    app(`import { page } from "../serverless-page/page.ts";\n${show("page")}`, {
      "serverless-page/page.ts": `export const page = "about servers";`,
    }),
    { bundlers: all },
  ),
  clean(
    "a module that is called after a server",
    app(`import { status } from "./server-status.ts";\n${show("status")}`, {
      "src/server-status.ts": `export const status = "up";`,
    }),
    { bundlers: all },
  ),
  clean(
    "a server that uses what browsers use",
    app(`import { toText } from "./text.ts";\n${show("toText(1)")}`, {
      "src/text.ts": `export const toText = (value: number) => value.toFixed(2);`,
      "server/report.ts": `import { toText } from "../src/text.ts";\nimport { writeFileSync } from "node:fs";\nwriteFileSync("report", toText(1));`,
    }),
  ),
  clean(
    "a test that nobody ships",
    app(show("1"), {
      "src/main.test.ts": `import { priceOf } from "../server/prices.ts";\npriceOf(1);`,
    }),
  ),
  clean(
    "a worker and a lazy page of its own",
    app(
      `new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });\nimport("./page.ts").then(({ page }) => { ${show("page")} });`,
      {
        "src/worker.ts": `self.onmessage = () => self.postMessage(1);`,
        "src/page.ts": `export const page = "lazy";`,
      },
    ),
  ),
  clean(
    "pages by a pattern",
    app(
      `const name = location.hash.slice(1);\nimport(\`./pages/\${name}.ts\`).then((m) => { ${show("m.page")} });`,
      {
        "src/pages/a.ts": `export const page = "a";`,
        "src/pages/b.ts": `export const page = "b";`,
      },
    ),
  ),
  clean(
    "a contract, of which a browser gets the routes",
    app(`import { shop } from "../contract.ts";\n${show("shop.name")}`, {
      "contract.ts": `import { contract, query } from "servery";\nimport * as z from "zod";\nimport { priceOf } from "./server/prices.ts";\nexport const get = query({ path: "/prices", access: "public", output: z.object({ price: z.number().max(priceOf(100)) }) });\nexport const shop = contract({ name: "shop", basePath: "/api", operations: { prices: { get } } });`,
    }),
  ),
  clean(
    "maps of what may be seen",
    app(`import { shown } from "./shown.ts";\n${show("shown")}`, {
      "src/shown.ts": `export const shown = 1;\nexport const hidden = "nothing of worth";`,
    }),
    { vite: `{ build: { sourcemap: true } }` },
  ),
];
