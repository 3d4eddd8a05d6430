import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";

import { afterEach, beforeEach, expect, test } from "vitest";

import { buildPackage } from "./build-package.ts";

const root = fileURLToPath(new URL("../", import.meta.url));

const sources = {
  "package.json": JSON.stringify({
    name: "counter",
    version: "1.0.0",
    private: true,
    type: "module",
    exports: { ".": "./src/index.ts", "./package.json": "./package.json" },
    bin: { counter: "./src/main.ts" },
    devDependencies: { typescript: "7" },
  }),
  "tsconfig.build.json": JSON.stringify({
    extends: `${root}tsconfig.base.json`,
    compilerOptions: { rootDir: "src", outDir: "dist", declaration: true, noEmitOnError: true },
    include: ["src"],
    exclude: ["**/*.test.ts"],
  }),
  "README.md": "# Counter",
  "src/index.ts": `export { count } from "./lib/count.ts";`,
  "src/lib/count.ts": `
    export const count: number = 1;
    export const worker: URL = new URL("./reader.ts", import.meta.url);
  `,
  "src/lib/reader.ts": "export {};",
  "src/lib/page.html": "<p>1</p>",
  "src/lib/count.test.ts": "export {};",
  "src/main.ts": `#!/usr/bin/env node\nawait import("./lib/count.ts");`,
};

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "servery-build-"));
  symlinkSync(`${root}node_modules`, `${folder}/node_modules`);
  for (const [path, text] of Object.entries(sources)) plant(path, text);
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

function plant(path: string, text: string): void {
  mkdirSync(dirname(`${folder}/${path}`), { recursive: true });
  writeFileSync(`${folder}/${path}`, text);
}

function built(path: string): string {
  return readFileSync(`${folder}/dist/${path}`, "utf8");
}

test("builds doors, types, commands and assets, and leaves the tests behind", () => {
  buildPackage(folder);
  expect(built("index.js")).toContain(`"./lib/count.js"`);
  expect(built("index.d.ts")).toContain("count");
  expect(built("main.js")).toMatch(/^#!\/usr\/bin\/env node\n/);
  expect(built("README.md")).toBe("# Counter");
  expect(built("lib/page.html")).toBe("<p>1</p>");
  expect(() => built("lib/count.test.js")).toThrow("ENOENT");
});

test("points a worker's URL at the built file", () => {
  buildPackage(folder);
  expect(built("lib/count.js")).toContain(`new URL("./reader.js", import.meta.url)`);
});

test("publishes a manifest that leads to what was built", () => {
  buildPackage(folder);
  expect(JSON.parse(built("package.json"))).toEqual({
    name: "counter",
    version: "1.0.0",
    type: "module",
    exports: {
      ".": { types: "./index.d.ts", default: "./index.js" },
      "./package.json": "./package.json",
    },
    bin: { counter: "./main.js" },
  });
});

test("keeps nothing of an earlier build", () => {
  plant("dist/old.js", "");
  buildPackage(folder);
  expect(() => built("old.js")).toThrow("ENOENT");
});

test("refuses what does not compile, with the compiler's words", () => {
  plant("src/lib/count.ts", `export const count: number = "one";`);
  expect(() => buildPackage(folder)).toThrow(
    /does not compile[\s\S]*not assignable to type 'number'/,
  );
});
