import { describe, expect, test } from "vitest";

import { checkProject, type Files, toLines } from "./check-project.ts";

const main = (code: string): Files => ({ "web/main.ts": code });
const contract = `import { contract, query } from "servery"; import "node:fs"; export const shop = contract({ list: query({}) }); export const most = 3;`;

describe("found with its rule and subject:", () => {
  test.each<readonly [what: string, files: Files, expected: readonly string[]]>([
    [
      "a module by its name",
      { ...main(`import "./a.server"`), "web/a.server.ts": "" },
      [server("web/a.server.ts")],
    ],
    [
      "a module by its folder's name",
      { ...main(`import "./.server/a"`), "web/.server/a.ts": "" },
      [server("web/.server/a.ts")],
    ],
    ["a mark", main(`import "server-only"`), [server()]],
    [
      "Servery's doors for servers",
      main(`import { table } from "servery/server"; table()`),
      [server()],
    ],
    ["a module of Node's", main(`import { join } from "path"; join()`), [server()]],
    [
      "a module of Node's, lazily",
      main(`export const a = async () => import("node:fs")`),
      [server()],
    ],
    ["a driver that is not installed", main(`import { Pool } from "pg"; new Pool()`), [server()]],
    [
      "a driver's door",
      main(`import { drizzle } from "drizzle-orm/node-postgres"; drizzle()`),
      [server()],
    ],
    ["a variable of the server's", main(`export const key = process.env.PAYMENT_KEY;`), [server()]],
    ["a variable in brackets", main(`export const key = process?.env["PAYMENT_KEY"];`), [server()]],
    [
      "a variable taken apart",
      main(`const { NODE_ENV, PAYMENT_KEY: key } = globalThis.process.env; export { key };`),
      [server()],
    ],
    [
      "a variable by another name",
      main(`const env = process.env; export const key = env.PAYMENT_KEY;`),
      [server()],
    ],
    [
      "a variable of a part",
      main(`const { env: { PAYMENT_KEY } } = process; export { PAYMENT_KEY }`),
      [server()],
    ],
    [
      "a variable of a part by its name",
      main(`const { env } = process; export const key = env.PAYMENT_KEY;`),
      [server()],
    ],
    [
      "a driver in a package",
      {
        ...main(`import "kit"`),
        ...installed("kit", `import pg from "pg"; pg`),
        ...installed("pg", ""),
      },
      [server("node_modules/kit/index.js")],
    ],
    [
      "a driver that a package requires",
      {
        ...main(`import "kit"`),
        ...installed("kit", `exports.a = () => require("pg")`),
        ...installed("pg", ""),
      },
      [server("node_modules/kit/index.js")],
    ],
    [
      "a module of Node's in a package",
      { ...main(`import "kit"`), ...installed("kit", `import fs from "fs"; fs`) },
      [server("node_modules/kit/index.js")],
    ],
    [
      "a contract without plugin",
      { ...main(`import { shop } from "../contract.ts"; shop`), "contract.ts": contract },
      [server("contract.ts")],
    ],
    [
      "a contract in the server's folder without plugin",
      {
        ...main(`import { shop } from "../service/contract.ts"; shop`),
        "service/contract.ts": contract.replace(`import "node:fs";`, ""),
      },
      [server("service/contract.ts")],
    ],
    [
      "a contract with something exposed",
      {
        ...main(`import { most } from "../contract.ts"; most`),
        "contract.ts": contract,
        "vite.config.ts": plugin(`{ expose: ["most"] }`),
      },
      [server("contract.ts")],
    ],
    [
      "a contract's source",
      {
        ...main(`import text from "../contract.ts?raw"; text`),
        "contract.ts": contract.replace(`import "node:fs";`, ""),
        "vite.config.ts": plugin(""),
      },
      ["graph/contract-source: contract.ts"],
    ],
    [
      "a computed import",
      main("export const open = (name) => import(name)"),
      ["graph/dynamic-import: import(name)"],
    ],
    [
      "a computed import without folder",
      main("export const open = (name) => import(`${name}/a.ts`)"),
      ["graph/dynamic-import: import(`…`)"],
    ],
    [
      "a computed import without ending",
      main("export const open = (name) => import(`./${name}`)"),
      ["graph/dynamic-import: import(`…`)"],
    ],
    [
      "a computed import or a known one",
      main(`export const open = (name) => import(name || "./a.ts")`),
      [`graph/dynamic-import: import(name || "…")`],
    ],
    [
      "a pattern that is computed",
      main("import.meta.glob(folders)"),
      ["graph/dynamic-import: import.meta.glob(folders)"],
    ],
    [
      "a computed require",
      main("export const a = (name) => require(name)"),
      ["graph/dynamic-import: require(name)"],
    ],
  ])("%s", async (_what, files, expected) => {
    expect(toLines(await checkProject(files))).toEqual(expected);
  });
});

test("a finding says where, why, the way and what to do", async () => {
  const { findings } = await checkProject(
    {
      "web/main.ts": `// first\n  export * from "./cart.ts"`,
      "web/cart.ts": `import { price } from\n "../service/price.ts"; price()`,
      "service/price.ts": `import "pg"`,
    },
    { server: [".\\service\\"] },
  );
  expect(findings).toEqual([
    {
      rule: "graph/server-module",
      severity: "error",
      file: "web/cart.ts",
      line: 1,
      column: 1,
      subject: "index.html → web/main.ts → web/cart.ts → service/price.ts",
      message: `web/cart.ts brings service/price.ts to browsers, and it belongs on the server: the settings say so of ".\\service\\".`,
      fix: expect.stringContaining("import type"),
      within: [],
      chain: [
        { name: "index.html", file: "index.html", line: 1, column: 1 },
        { name: "web/main.ts", file: "web/main.ts", line: 2, column: 3 },
        { name: "web/cart.ts", file: "web/cart.ts", line: 1, column: 1 },
        { name: "service/price.ts", file: "service/price.ts", line: 1, column: 1 },
      ],
    },
  ]);
});

test("a circle of thousands of modules is gone through once", async () => {
  const files = Object.fromEntries(
    Array.from({ length: 3000 }, (_, at) => [
      `web/m${at}.ts`,
      `import { a as b } from "./m${(at + 1) % 3000}.ts"; export * from "./m${(at * 7) % 3000}.ts"; export const a = () => b;`,
    ]),
  );
  const report = await checkProject({
    ...files,
    ...main(`import "./m0.ts"`),
    "web/m2999.ts": `import "./m0"; import "pg"`,
  });
  expect(report.checked["modules"]).toBe(3002);
  expect(report.findings.map(({ rule }) => rule)).toEqual(["graph/server-module"]);
  expect(report.findings[0]!.chain.at(-1)!.name).toBe("web/m2999.ts");
});

function server(...modules: string[]): string {
  return `graph/server-module: ${["index.html", "web/main.ts", ...modules].join(" → ")}`;
}

function installed(name: string, code: string): Files {
  return {
    [`node_modules/${name}/package.json`]: JSON.stringify({ name }),
    [`node_modules/${name}/index.js`]: code,
  };
}

function plugin(options: string): string {
  return `import { servery } from "servery/vite"; export default { plugins: [servery(${options})] };`;
}
