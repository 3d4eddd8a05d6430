import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { bundleForBrowser } from "../../../tools/browser-bundle.ts";

/** DESIGN's promise for the client's core, in bytes after gzip. */
const budget = 10_000;

describe("the client in a browser", () => {
  test("asks for nothing of Node's, brings no package and keeps its budget", async () => {
    const bundle = await bundleForBrowser(new URL("../src/client.ts", import.meta.url).pathname);
    expect(bundle.nodeModules).toEqual([]);
    expect(bundle.packageFiles).toEqual([]);
    expect(bundle.gzipBytes).toBeGreaterThan(500);
    expect(bundle.gzipBytes).toBeLessThanOrEqual(budget);
  });
});

describe("a planted violation is found:", () => {
  let directory: string;

  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "servery-bundle-"));
  });

  afterAll(() => {
    rmSync(directory, { recursive: true });
  });

  function plant(name: string, source: string): string {
    const path = join(directory, name);
    writeFileSync(path, source);
    return path;
  }

  test("a module of Node's", async () => {
    const entry = plant(
      "node.ts",
      `import { join } from "node:path"; export const at = join("a");`,
    );
    expect((await bundleForBrowser(entry)).nodeModules).toEqual(["node:path"]);
  });

  test("a module of Node's in a part that is loaded later", async () => {
    plant("later.ts", `export { readFileSync } from "fs";`);
    const entry = plant("lazy.ts", `export const later = () => import("./later.ts");`);
    expect((await bundleForBrowser(entry)).nodeModules).toEqual(["fs"]);
  });

  test("a package", async () => {
    const zod = import.meta.resolve("zod");
    const entry = plant(
      "package.ts",
      `export { string } from ${JSON.stringify(new URL(zod).pathname)};`,
    );
    expect((await bundleForBrowser(entry)).packageFiles.length).toBeGreaterThan(0);
  });

  test("too many bytes", async () => {
    const noise = randomBytes(budget).toString("base64");
    const entry = plant("large.ts", `export const noise = ${JSON.stringify(noise)};`);
    expect((await bundleForBrowser(entry)).gzipBytes).toBeGreaterThan(budget);
  });

  test("but not bytes that are loaded later", async () => {
    plant("heavy.ts", `export const noise = "${randomBytes(budget).toString("base64")}";`);
    const entry = plant("light.ts", `export const later = () => import("./heavy.ts");`);
    expect((await bundleForBrowser(entry)).gzipBytes).toBeLessThan(budget);
  });
});
