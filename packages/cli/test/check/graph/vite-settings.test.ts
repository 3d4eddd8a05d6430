import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { describe, expect, test, vi } from "vitest";

import { readWritten } from "../../../src/check/graph/vite/read-written.ts";
import { readConfigFile } from "../../../src/check/graph/vite/config-file.ts";
import { readViteSettings } from "../../../src/check/graph/vite/vite-settings.ts";
import { checkProject, toLines } from "./check-project.ts";

const installed = fileURLToPath(new URL("../../../../../node_modules", import.meta.url));
const secret = { name: "PAYMENT_KEY", value: 'q8+Zt"v2/Lr0pWx7Nd4' };

/** Runs with a folder that has these files, and Vite where it is wanted. */
async function within<Result>(
  files: Readonly<Record<string, string>>,
  run: (root: string) => Result | Promise<Result>,
  packages: readonly string[] = ["vite", "servery"],
): Promise<Result> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "vite-settings-")));
  try {
    mkdirSync(join(root, "node_modules"));
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, name)), { recursive: true });
      writeFileSync(join(root, name), text);
    }
    for (const name of packages)
      symlinkSync(join(installed, name), join(root, "node_modules", name));
    return await run(root);
  } finally {
    rmSync(root, { recursive: true });
  }
}

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
throw new Error("it is run");
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

/** All that cannot be read, in one: each asking takes Vite's time. */
const preset = {
  "vite.config.js": `import { preset } from "./preset.js";
process.env.NODE_ENV = "changed"; console.log("loud"); setInterval(() => {}, 1000);
export default preset();`,
  "preset.js": `import { mergeConfig, defaultClientConditions } from "vite";
import { servery } from "servery/vite";
export const preset = () => mergeConfig(
  { plugins: [servery({ expose: ["Note"] }), { name: "own", config: () => ({ build: { outDir: "../public_html" } }) }] },
  {
    root: "site",
    define: { __A__: JSON.stringify(process.env["PAYMENT_" + "KEY"]) },
    resolve: {
      alias: [{ find: /^~\\/(.+)$/, replacement: import.meta.dirname + "/$1" }],
      conditions: [...defaultClientConditions, "shop"],
    },
  },
);`,
};

test("what is not written down, the app's own Vite is asked, and leaves no trace", async () => {
  vi.stubEnv("PAYMENT_KEY", secret.value);
  const before = { ...process.env };
  const [settings, root] = await within(preset, async (folder) => [
    await readViteSettings(folder),
    folder,
  ]);
  expect(settings).toMatchObject({
    webRoot: join(root, "site"),
    publicFolder: join(root, "site/public"),
    outputs: [join(root, "public_html")],
    exposed: new Set(["Note"]),
    undecided: [],
  });
  expect({ ...process.env }).toEqual(before);
  const files = {
    ...preset,
    "site/index.html": `<script type="module" src="./main.ts"></script>`,
    "site/main.ts": `import "~/service/db.ts"; import "kit";`,
    "service/db.ts": "",
    "node_modules/kit/package.json": `{ "name": "kit", "exports": { "shop": "./shop.js", "default": "./other.js" } }`,
    "node_modules/kit/shop.js": `import "node:fs";`,
    "node_modules/kit/other.js": "",
  };
  const report = await checkProject(files, { packages: ["vite", "servery"], secrets: [secret] });
  expect(toLines(report).toSorted()).toEqual([
    "graph/environment: define __A__",
    "graph/server-module: site/index.html → site/main.ts → node_modules/kit/shop.js",
    "graph/server-module: site/index.html → site/main.ts → service/db.ts",
  ]);
  expect(JSON.stringify(report)).not.toContain(JSON.stringify(secret.value).slice(1, -1));
});

test("what is read is what Vite says", async () => {
  const text = (plugin: string) => `import path, { join } from "node:path";
import { fileURLToPath, URL } from "node:url";
import { servery } from "servery/vite";
import { defineConfig } from "vite";
const plugins = [servery({ expose: ["Note", "Row"] })${plugin}];
export default defineConfig(({ mode }) => ({
  root: "site",
  publicDir: "../open",
  envDir: "..",
  envPrefix: ["APP_", "SITE_"],
  plugins,
  define: { __MODE__: JSON.stringify("x") },
  resolve: {
    alias: {
      "@/": fileURLToPath(new URL("./site/src/", import.meta.url)),
      "@": path.resolve("site", "src"),
      "@/deep": join(import.meta.dirname, "deep"),
      kit: "other-kit",
      "~": "/src",
    },
  },
  build: { outDir: "../out/browser", rolldownOptions: { input: { a: "a.html", b: path.resolve("b.html"), c: "/c.html" } } },
}));`;
  await within({ "site/a.html": "", "b.html": "", "site/c.html": "" }, async (root) => {
    const readAs = async (config: string) => {
      writeFileSync(join(root, "vite.config.js"), config);
      const { config: _, define, aliases, ...settings } = await readViteSettings(root);
      const own = aliases.filter(({ find }) => !String(find).includes("@vite"));
      return { define, settings: { ...settings, aliases: own } };
    };
    const read = await readAs(text(""));
    const said = await readAs(text(`, { name: "nobody-knows" }`));
    expect([read.define, said.define]).toEqual([{}, { __MODE__: `"x"` }]);
    expect(read.settings).toEqual(said.settings);
    expect(read.settings.inputs).toEqual(
      ["site/a.html", "b.html", "site/c.html"].map((file) => join(root, file)),
    );
  });
});

describe("nothing is decided where Vite cannot be asked:", () => {
  test.each([
    [
      "it throws",
      `throw new Error("no key like " + process.env.PAYMENT_KEY)`,
      "Vite cannot read it: ",
    ],
    ["it ends the process", `process.exit(0)`, "it ended before Vite had read it"],
    [
      "code decides where an alias leads",
      `export default { resolve: { alias: [{ find: "a", replacement: "b", customResolver() {} }] } }`,
      "Vite cannot read it: code decides where its alias a leads",
    ],
  ])("%s", async (_why, text, reason) => {
    vi.stubEnv("PAYMENT_KEY", secret.value);
    const { undecided } = await within({ "vite.config.ts": text }, readViteSettings);
    expect(undecided).toEqual([
      { subject: "vite.config.ts", reason: expect.stringContaining(reason) },
    ]);
    expect(JSON.stringify(undecided)).not.toContain(JSON.stringify(secret.value).slice(1, -1));
  });

  test("it is not installed, and then no module is looked at", async () => {
    const report = await checkProject({
      "vite.config.ts": `import base from "./base.ts"; export default { ...base }`,
      "base.ts": `export default {}`,
      "web/main.ts": `import "pg"`,
    });
    expect([toLines(report), report.checked]).toEqual([
      ["undecided: vite.config.ts"],
      { modules: 0 },
    ]);
  });
});
