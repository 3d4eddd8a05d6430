import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createServer, type ViteDevServer } from "vite";

import type { ServeryPluginOptions } from "../../src/vite.ts";
import { contractFiles, createProject, type Project, storeRoutes, toConfig } from "./project.ts";

let project: Project;
let server: ViteDevServer | undefined;
beforeEach(() => {
  project = createProject({
    ...contractFiles,
    "main.ts": `import { store } from "./contract.ts"; console.log(store);`,
    "planted.ts": `import { Product } from "./contract.ts"; console.log(Product);`,
  });
});
afterEach(async () => {
  await server?.close();
  server = undefined;
  project.remove();
});

/** What a browser gets for a path, as text. */
async function start(options: ServeryPluginOptions = {}) {
  server = await createServer({
    ...toConfig(project, options),
    server: { port: 0, host: "127.0.0.1", hmr: false, ws: false },
  });
  await server.listen();
  const origin = server.resolvedUrls?.local[0] ?? "";
  return async (path: string): Promise<string> => (await fetch(new URL(path, origin))).text();
}

describe("the dev server", () => {
  test("sends the routes, without the module's source or a map to it", async () => {
    const get = await start();
    await get("/main.ts");
    const text = await get("/contract.ts");
    const [, exported = "null"] = /export const store = (.*);/s.exec(text) ?? [];
    expect(JSON.parse(exported)).toEqual(storeRoutes);
    for (const forbidden of ["SECRET", "secret-role", "zod", "operations.ts"])
      expect(text).not.toContain(forbidden);
    const [, map] = /sourceMappingURL=data:application\/json;base64,(\S+)/.exec(text) ?? [];
    expect(Buffer.from(map ?? "", "base64").toString()).not.toContain("SECRET");
  });

  test("refuses an import of anything else, by name and with the fix", async () => {
    const get = await start();
    const text = await get("/planted.ts");
    expect(text).toContain("planted.ts imports");
    expect(text).toContain("type alone write");
  });

  test("sends what is exposed, with what it needs", async () => {
    const get = await start({ expose: ["label"] });
    const text = await get("/contract.ts");
    expect(text).toContain('"EUR"');
    expect(text).not.toContain("SECRET");
    expect(text).not.toContain("import");
  });

  test("sends new routes when a file behind the contract has changed", async () => {
    const get = await start();
    await get("/main.ts");
    expect(await get("/contract.ts")).toContain("/products/:id");
    project.write(
      "operations.ts",
      contractFiles["operations.ts"].replace("/products/:id", "/goods/:id"),
    );
    await vi.waitFor(async () => expect(await get("/contract.ts")).toContain("/goods/:id"), 10_000);
  });

  test("recovers when a mistake in the contract is corrected", async () => {
    project.write(
      "operations.ts",
      contractFiles["operations.ts"].replace("/products/:id", "products"),
    );
    const get = await start();
    expect(await get("/contract.ts")).toContain("it must start with a slash");
    project.write("operations.ts", contractFiles["operations.ts"]);
    await vi.waitFor(
      async () => expect(await get("/contract.ts")).toContain("/products/:id"),
      10_000,
    );
  });

  test("gives the module itself to what runs on the server", async () => {
    await start();
    const module = await server?.ssrLoadModule("/contract.ts");
    expect(Object.keys(module ?? {})).toContain("getProduct");
  });
});
