import { describe, test } from "vitest";

import { bundlers } from "./boundary-project.ts";
import { type Case, expectChain, prices } from "./planted.ts";

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
