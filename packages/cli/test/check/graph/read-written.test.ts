import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { readConfigFile } from "../../../src/check/graph/vite/config-file.ts";
import { readWritten } from "../../../src/check/graph/vite/read-written.ts";
import { within } from "./config-folder.ts";

function read(text: string) {
  return within({ "vite.config.js": text }, (root) =>
    readWritten(readConfigFile(join(root, "vite.config.js"))),
  );
}

describe("is not read where only running tells what it says:", () => {
  test.each([
    [
      "what joins configurations",
      `import { mergeConfig } from "vite"; export default mergeConfig({}, { root: "a" })`,
    ],
    ["another file's", `import base from "./base.js"; export default { ...base }`],
    [
      "a wrapper that is called like Vite's",
      `import { defineConfig } from "./own.js"; export default defineConfig({})`,
    ],
    [
      "what depends on the mode",
      `export default ({ mode }) => { if (mode === "x") return {}; return { root: "a" }; }`,
    ],
    ["a choice", `export default process.env.CI ? { root: "a" } : {}`],
    [
      "a plugin that nobody knows",
      `import own from "./own.js"; export default { plugins: [own()] }`,
    ],
    [
      "a plugin of its own",
      `export default { plugins: [{ name: "own", config: () => ({ root: "a" }) }] }`,
    ],
    [
      "a choice of plugins",
      `import { servery } from "servery/vite"; export default { plugins: [process.env.A && servery()] }`,
    ],
    [
      "plugins of a preset",
      `import { preset } from "./preset.js"; export default { plugins: [...preset()] }`,
    ],
    [
      "what the plugin exposes, computed",
      `import { servery } from "servery/vite"; export default { plugins: [servery({ expose: names() })] }`,
    ],
    [
      "an object that is changed",
      `const base = { resolve: {} }; base.resolve.alias = { a: "b" }; export default base`,
    ],
    ["an object that somebody changes", `const base = {}; change(base); export default base`],
    [
      "an object that is changed by another name",
      `const base = {}; const other = base; other.root = "a"; export default base`,
    ],
    [
      "a parameter that is called like a constant",
      `const root = "a"; export default ({ root }) => ({ root })`,
    ],
    [
      "a constant of another function",
      `function other() { const root = "a"; } export default () => ({ root })`,
    ],
    [
      "a global that is somebody's own",
      `const process = { cwd: () => "/" }; export default { root: process.cwd() }`,
    ],
    ["a variable", `let base = {}; base = { root: "a" }; export default base`],
    ["a member with a computed name", `export default { ["ro" + "ot"]: "a" }`],
    ["a getter", `export default { get root() { return "a" } }`],
    ["conditions", `export default { resolve: { conditions: ["custom"] } }`],
    [
      "settings of environments",
      `export default { environments: { client: { build: { outDir: "a" } } } }`,
    ],
    ["a library", `export default { build: { lib: { entry: "a.js" } } }`],
    ["an alias of the environment", `export default { resolve: { alias: { a: process.env.A } } }`],
    [
      "a path by somebody else's function",
      `import { resolve } from "./own.js"; export default { root: resolve("a") }`,
    ],
    [
      "an alias that code resolves",
      `export default { resolve: { alias: [{ find: "a", replacement: "b", customResolver() {} }] } }`,
    ],
    ["what it defines, by a function", `export default { define: settings() }`],
    [
      "a value that it defines, by a function",
      `export default { define: { A: JSON.stringify(read()) } }`,
    ],
    [
      "a value that it defines, of another file",
      `import pack from "./package.json"; export default { define: { A: pack.version } }`,
    ],
    ["a statement with effects", `process.env.MODE = "x"; export default {}`],
    ["another folder", `process.chdir("src"); export default {}`],
    ["another folder, in a constant", `const moved = process.chdir("src"); export default {}`],
    [
      "another folder, in a function",
      `export default () => { const moved = process.chdir("src"); return {}; }`,
    ],
    ["another file with effects", `import "./move.js"; export default {}`],
    ["a block", `{ change(); } export default {}`],
    [
      "an address on another machine",
      `import { fileURLToPath } from "node:url"; export default { root: fileURLToPath(new URL("//a/b", import.meta.url)) }`,
    ],
    ["an old module", `module.exports = { root: "a" }`],
    ["what names itself", `const a = b, b = a; export default a`],
    ["what cannot be parsed", `export default { root: `],
  ])("%s", async (_what, text) => {
    expect(await read(text)).toBeUndefined();
  });
});

test("what is written down is read without running it", async () => {
  const said = await read(`import path from "node:path";
import { fileURLToPath } from "node:url";
import { servery } from "servery/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import "dotenv/config";
const ran = (() => { throw new Error("it is run"); })();
const __dirname = path.dirname(fileURLToPath(import.meta.url));
const src = path.resolve(__dirname, "src");
function other() { const src = "other"; return src; }
const shared = { resolve: { alias: [{ find: /^~(.*)$/, replacement: "/lib/$1" }, { find: "@", replacement: src }] } };
export default defineConfig(() => {
  const exposed = ["Note"];
  return {
    ...shared,
    root: "web",
    publicDir: false,
    envPrefix: "APP_",
    server: { proxy: makeProxy() },
    plugins: [servery({ expose: exposed, mode: pick() }), react()],
    define: { __URL__: JSON.stringify(process.env.URL) },
    build: { outDir: "../out", rollupOptions: { input: { a: fileURLToPath(new URL("./web/a.html", import.meta.url)) } } },
  };
});`);
  const folder = /^\/.*vite-settings-\w+/.exec(String(said?.aliases?.[1]?.replacement))?.[0];
  expect(said).toMatchObject({
    root: "web",
    publicDir: false,
    envPrefix: ["APP_"],
    outputs: ["../out"],
    exposed: ["Note"],
    aliases: [
      { find: /^~(.*)$/, replacement: "/lib/$1" },
      { find: "@", replacement: `${folder}/src` },
    ],
    inputs: [`${folder}/web/a.html`],
  });
});
