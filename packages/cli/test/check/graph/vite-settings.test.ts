import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test, vi } from "vitest";

import { readViteSettings } from "../../../src/check/graph/vite/vite-settings.ts";
import { checkProject, toLines } from "./check-project.ts";
import { within } from "./config-folder.ts";

const secret = { name: "PAYMENT_KEY", value: 'q8+Zt"v2/Lr0pWx7Nd4' };

/** All that cannot be read, in one: each asking takes Vite's time. */
const preset = {
  "vite.config.js": `import { preset } from "./preset.js";
process.env.NODE_ENV = "changed"; console.log("loud"); setInterval(() => {}, 1000);
process.send?.("ready"); process.send?.(null); process.send?.({ settings: { exposed: "all" } });
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
      "here/": fileURLToPath(new URL(".", import.meta.url)),
      "up/": fileURLToPath(new URL("..", import.meta.url)),
      "deep/": fileURLToPath(new URL("./a/..", import.meta.url)),
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
    const [undecided, files] = await within({ "vite.config.ts": text }, async (root) => [
      (await readViteSettings(root)).undecided,
      readdirSync(root, { recursive: true }).filter((name) => name.includes(".timestamp-")),
    ]);
    expect(files).toEqual([]);
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
