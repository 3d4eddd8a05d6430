import {
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { tmpdir } from "node:os";
import { fileURLToPath, pathToFileURL } from "node:url";

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
  "src/index.ts": `
    export { count } from "./lib/count.ts";
    export const later = (): Promise<unknown> => import("./lib/later.ts");
  `,
  "src/lib/later.ts": `export const secret = "loaded when it is asked for";`,
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

test("builds doors, types, commands and assets, and leaves the tests behind", async () => {
  await buildPackage(folder);
  expect(built("index.js")).toContain("count");
  expect(built("index.d.ts")).toContain("count");
  expect(built("main.js")).toMatch(/^#!\/usr\/bin\/env node\n/);
  expect(built("README.md")).toBe("# Counter");
  expect(built("lib/page.html")).toBe("<p>1</p>");
  expect(() => built("lib/count.test.js")).toThrow("ENOENT");
});

test("bundles what its doors and commands share, and loads later what they load later", async () => {
  await buildPackage(folder);
  const at = (path: string) => pathToFileURL(`${folder}/dist/${path}`).href;
  const door = (await import(at("index.js"))) as { count: number; later(): Promise<unknown> };
  expect(door.count).toBe(1);
  expect(await door.later()).toMatchObject({ secret: "loaded when it is asked for" });
  expect(built("index.js")).not.toContain("loaded when");
  expect(globSync(`${folder}/dist/lib/**/*.js`)).toEqual([]);
});

test("builds a worker beside whoever names it", async () => {
  await buildPackage(folder);
  const naming = globSync(`${folder}/dist/*.js`).filter((file) =>
    readFileSync(file, "utf8").includes(`new URL("./reader.js", import.meta.url)`),
  );
  expect(naming).toHaveLength(1);
  expect(built("reader.js")).toContain("export");
});

test("publishes a manifest that leads to what was built", async () => {
  await buildPackage(folder);
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

test("keeps nothing of an earlier build", async () => {
  plant("dist/old.js", "");
  await buildPackage(folder);
  expect(() => built("old.js")).toThrow("ENOENT");
});

test("refuses what does not compile, with the compiler's words", async () => {
  plant("src/lib/count.ts", `export const count: number = "one";`);
  await expect(buildPackage(folder)).rejects.toThrow(
    /does not compile[\s\S]*not assignable to type 'number'/,
  );
});
