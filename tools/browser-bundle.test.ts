import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { randomBytes } from "node:crypto";

import { afterEach, beforeEach, expect, test } from "vitest";

import { bundleApp } from "./browser-bundle.ts";

let app: string;

beforeEach(() => {
  app = mkdtempSync(`${tmpdir()}/servery-app-`);
  plant("index.html", `<script type="module" src="./main.ts"></script>`);
});

afterEach(() => {
  rmSync(app, { recursive: true });
});

function plant(path: string, text: string): void {
  mkdirSync(dirname(`${app}/${path}`), { recursive: true });
  writeFileSync(`${app}/${path}`, text);
}

const noise = (bytes: number): string => `"${randomBytes(bytes).toString("base64url")}"`;
const client = "packages/servery/src/lib/client";

test("weighs the client in an application, and nothing else of it", async () => {
  plant(`${client}/call.ts`, `export const call = ${noise(2000)};`);
  plant(`${client}/unused.ts`, `export const unused = ${noise(90_000)};`);
  plant(
    "main.ts",
    `import { call } from "./${client}/call.ts"; console.log(call, ${noise(50_000)});`,
  );
  const { clientGzipBytes } = await bundleApp(app);
  expect(clientGzipBytes).toBeGreaterThan(2000);
  expect(clientGzipBytes).toBeLessThan(2500);
});

test("weighs no part of the client that is loaded later", async () => {
  plant(`${client}/outbox.ts`, `export const outbox = ${noise(20_000)};`);
  plant(`${client}/call.ts`, `export const call = () => import("./outbox.ts");`);
  plant("main.ts", `import { call } from "./${client}/call.ts"; console.log(call());`);
  const { clientGzipBytes, files } = await bundleApp(app);
  expect(clientGzipBytes).toBeGreaterThan(0);
  expect(clientGzipBytes).toBeLessThan(2000);
  expect(files.some((id) => id.endsWith("outbox.ts"))).toBe(true);
});

test("names the schema library that an application carries", async () => {
  const zod = fileURLToPath(import.meta.resolve("zod"));
  plant(
    "main.ts",
    `import { string } from ${JSON.stringify(zod)}; console.log(string().parse("a"));`,
  );
  const { files } = await bundleApp(app);
  expect(files.some((id) => id.includes("/node_modules/zod/"))).toBe(true);
});

test("builds an application as its own configuration says, from wherever it is called", async () => {
  plant(`web/${client}/call.ts`, `export const call = ${noise(2000)};`);
  plant("web/index.html", `<script type="module" src="./main.ts"></script>`);
  plant("web/main.ts", `import { call } from "replaced"; console.log(call);`);
  const target = `./${client}/call.ts`;
  const plugin = `{ name: "replace", resolveId: (id, from) => id === "replaced" ? new URL(${JSON.stringify(target)}, "file://" + from).pathname : null }`;
  plant("vite.config.ts", `export default { root: "web", plugins: [${plugin}] };`);
  const { clientGzipBytes } = await bundleApp(app);
  expect(clientGzipBytes).toBeGreaterThan(2000);
});
