import { describe, expect, test } from "vitest";

import { checkProject, type Files, toLines } from "./check-project.ts";

const key = ["sk", "live", "51HqWx7Nd4q8Zt"].join("_");

/** A configuration that defines `__A__`, in a project where Vite cannot be asked. */
function defining(code: string, value: string, files: Files = {}): Files {
  return {
    "web/main.ts": "",
    "vite.config.ts": `import * as vite from "vite"; import { loadEnv, loadEnv as load } from "vite"; import { env } from "node:process"; import { execSync } from "node:child_process"; import { unknown } from "./unknown.ts";
export default ({ mode }) => {
  ${code}
  return { plugins: [unknown()], define: { __A__: ${value} } };
};`,
    ...files,
  };
}

const load = `loadEnv(mode, process.cwd(), "")`;
const text = (name: string) => `JSON.stringify(${name})`;

describe("a secret is found in what is defined,", () => {
  test.each<readonly [what: string, files: Files]>([
    ["taken apart", defining(`const { PAYMENT_SECRET } = ${load};`, text("PAYMENT_SECRET"))],
    ["taken apart by a name", defining(`const { PAYMENT_SECRET: a } = ${load};`, text("a"))],
    ["as a constant", defining(`const a = process.env.PAYMENT_SECRET;`, text("a"))],
    ["as a constant's constant", defining(`const a = process.env.API_TOKEN, b = a;`, "`${b}`")],
    ["as a constant with a default", defining(`const a = process.env.API_TOKEN ?? "";`, "a")],
    ["by a default", defining(`const { A = process.env.API_TOKEN } = {};`, text("A"))],
    ["of a name for it all", defining(`const env = ${load}; const { API_TOKEN: a } = env;`, "a")],
    ["of two names for it all", defining(`const env = ${load}, all = env;`, "all.API_TOKEN")],
    ["with a cast", defining(`const env = ${load} as Env;`, text("env!.API_TOKEN"))],
    ["of a process taken apart", defining(`const { env } = process;`, text("env.API_TOKEN"))],
    ["of a joined environment", defining(`const a = { ...process.env };`, text("a.API_TOKEN"))],
    ["of an object", defining(`const a = { b: process.env.API_TOKEN };`, text("a.b"))],
    ["of an object within", defining("", `{ a: { b: process.env.API_TOKEN } }`)],
    ["assigned", defining(`let a; a = process.env.API_TOKEN;`, text("a"))],
    ["by a function", defining(`const a = () => process.env.API_TOKEN;`, text("a()"))],
    [
      "by a function with a name",
      defining(`function a() { return process.env.API_TOKEN; }`, "a()"),
    ],
    ["spread", defining(`const a = { b: process.env.API_TOKEN };`, `{ ...a }`)],
    ["of a checked environment", defining(`const a = parse(${load});`, text("a.API_TOKEN"))],
    ["with all, listed", defining(`const a = ${load};`, `Object.entries(a).filter(unknown)`)],
    ["of an imported environment", defining("", text("env.API_TOKEN"))],
    [
      "of what is loaded by another name",
      defining(`const a = load(mode, ".", "");`, "a.API_TOKEN"),
    ],
    [
      "of what is loaded by Vite's object",
      defining(`const a = vite.loadEnv(mode, ".", "");`, "a.API_TOKEN"),
    ],
    [
      "added to a name for it all",
      defining(`let a = {}; a = { ...a, ...${load} };`, "a.API_TOKEN"),
    ],
    ["with the rest", defining(`const { MODE, ...rest } = ${load};`, text("rest"))],
    ["with all", defining(`const env = process.env;`, text("env"))],
    ["with all of a process taken apart", defining(`const { env } = process;`, text("env"))],
    ["with all by a name", defining(`const env = ${load}, all = env;`, text("all"))],
    ["with all, computed", defining(`const env = ${load};`, "env[mode]")],
    ["as a text", defining("", text(`"${key}"`))],
    [
      "by its value in a file",
      defining(`const { SHOP_ID } = ${load};`, text("SHOP_ID"), {
        ".env.production": `SHOP_ID=${key}`,
      }),
    ],
  ])("%s", async (_what, files) => {
    const report = await checkProject(files);
    expect(toLines(report)).toEqual([
      "graph/environment: define __A__",
      "undecided: vite.config.ts",
    ]);
    expect(JSON.stringify(report)).not.toContain(key);
  });
});

describe("nothing is found in what is defined,", () => {
  test.each<readonly [what: string, files: Files]>([
    ["beside a secret", defining(`const { API_URL, API_TOKEN } = ${load};`, text("API_URL"))],
    ["of a name for it all", defining(`const env = ${load}, all = env;`, text("all.API_URL"))],
    ["of a process taken apart", defining(`const { env } = process;`, text("env.API_URL"))],
    [
      "of a joined environment",
      defining(`const env = { ...process.env, ...${load} };`, text("env.API_URL")),
    ],
    [
      "of a checked environment",
      defining(`const env = parse(mode ? process.env : ${load});`, text("env.API_URL")),
    ],
    ["of an imported environment", defining("", text("env.API_URL"))],
    [
      "of joined objects, each of two",
      defining(
        `const a0 = {};${Array.from({ length: 30 }, (_, at) => `const a${at + 1} = { ...a${at}, ...a${at} };`).join("\n")}`,
        text("a30.b"),
      ),
    ],
    [
      "of an object with a secret",
      defining(`const a = { b: process.env.API_TOKEN, c: process.env.API_URL };`, text("a.c")),
    ],
    [
      "of another function's constant",
      defining(`const a = 1; function other() { const a = process.env.API_TOKEN; }`, text("a")),
    ],
    ["of all that is public", defining(`const a = loadEnv(mode, process.cwd());`, text("a"))],
    ["of all with a public prefix", defining(`const a = load(mode, ".", "VITE_");`, text("a"))],
    [
      "of what a program says",
      defining(`const a = String(execSync("git describe", { env: process.env }));`, text("a")),
    ],
    ["that names itself", defining(`const a = b, b = a;`, text("a"))],
    [
      "by its value in a file",
      defining(`const { SHOP_ID } = ${load};`, text("SHOP_ID"), { ".env": `SHOP_ID=shop_17` }),
    ],
  ])("%s", async (_what, files) => {
    expect(toLines(await checkProject(files))).toEqual(["undecided: vite.config.ts"]);
  });
});

test("values that Vite tells are judged by their form and by the files of variables", async () => {
  const files = {
    "web/main.ts": "",
    "keys.js": `import { loadEnv } from "vite"; export const keys = loadEnv("production", import.meta.dirname, "");`,
    "vite.config.js": `import { keys } from "./keys.js"; export default { define: {
  __FORM__: JSON.stringify({ id: keys.SHOP_ID }), __NAMED__: JSON.stringify(keys.PAYMENT_SECRET),
  __TWICE__: JSON.stringify(JSON.stringify({ id: keys.SHOP_ID })),
  __DOOR__: JSON.stringify(keys.STORE), __URL__: JSON.stringify(keys.API_URL),
} };`,
    ".env.production": `SHOP_ID=${key}\nPAYMENT_SECRET=not-a-form-of-any\nSTORE=postgres://a:hidden@db/a\nAPI_URL=https://api.example`,
  };
  const report = await checkProject(files, { packages: ["vite"] });
  expect(toLines(report)).toEqual(
    ["__FORM__", "__NAMED__", "__TWICE__", "__DOOR__"].map(
      (name) => `graph/environment: define ${name}`,
    ),
  );
  expect(JSON.stringify(report)).not.toMatch(/51HqWx7Nd4q8Zt|not-a-form|hidden/);
});
