import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";

import type { ServeryPluginOptions } from "../../src/vite.ts";
import { contractFiles, createProject, storeRoutes, toConfig } from "./project.ts";
import { serve } from "./serve.ts";

const files = {
  ...contractFiles,
  "main.ts": `import { store } from "./contract.ts"; console.log(store);`,
  "planted.ts": `import { Product } from "./contract.ts"; console.log(Product);`,
};

/** What a browser gets for a path, as text. */
async function start(options: ServeryPluginOptions = {}, more = {}) {
  const project = createProject({ ...files, ...more });
  const { server, get } = await serve(project.root, toConfig(project, options));
  const stop = async () => {
    await server.close();
    project.remove();
  };
  return { server, project, stop, get: async (path: string) => (await get(path)).text };
}
type Started = Awaited<ReturnType<typeof start>>;

describe("the dev server", () => {
  let shared: Started;
  beforeAll(async () => {
    shared = await start();
  });
  afterAll(() => shared.stop());

  test("sends the routes, without the module's source or a map to it", async () => {
    await shared.get("/main.ts");
    const text = await shared.get("/contract.ts");
    const [, exported = "null"] = /export const store = (.*);/s.exec(text) ?? [];
    expect(JSON.parse(exported)).toEqual(storeRoutes);
    for (const forbidden of ["SECRET", "secret-role", "zod", "operations.ts"])
      expect(text).not.toContain(forbidden);
    const [, map] = /sourceMappingURL=data:application\/json;base64,(\S+)/.exec(text) ?? [];
    expect(Buffer.from(map ?? "", "base64").toString()).not.toContain("SECRET");
  });

  test("refuses an import of anything else, by name and with the fix", async () => {
    const text = await shared.get("/planted.ts");
    expect(text).toContain("planted.ts imports");
    expect(text).toContain("type alone write");
  });

  test("gives the module itself to what runs on the server", async () => {
    const module = await shared.server.ssrLoadModule("/contract.ts");
    expect(Object.keys(module)).toContain("getProduct");
  });
});

describe("a dev server of its own", () => {
  let started: Started;
  afterEach(() => started.stop());

  test("sends what is exposed, with what it needs", async () => {
    started = await start({ expose: ["label"] });
    const text = await started.get("/contract.ts");
    expect(text).toContain('"EUR"');
    expect(text).not.toContain("SECRET");
    expect(text).not.toContain("import");
  });

  test("sends new routes when a file behind the contract has changed, and recovers from a mistake", async () => {
    const operations = contractFiles["operations.ts"];
    started = await start({}, { "operations.ts": operations.replace("/products/:id", "products") });
    const { get, project } = started;
    await get("/main.ts");
    expect(await get("/contract.ts")).toContain("it must start with a slash");
    for (const path of ["/products/:id", "/goods/:id"]) {
      project.write("operations.ts", operations.replace("/products/:id", path));
      await vi.waitFor(async () => expect(await get("/contract.ts")).toContain(path), 10_000);
    }
  });
});
