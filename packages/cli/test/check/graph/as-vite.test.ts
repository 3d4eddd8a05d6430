import { fileURLToPath } from "node:url";

import { build } from "vite";
import { expect, test } from "vitest";

import { createKeptImports } from "../../../src/check/graph/kept-imports.ts";
import { loadGraph } from "../../../src/check/graph/load-graph.ts";
import { browserConditions, createResolver } from "../../../src/check/graph/resolve-import.ts";
import { readViteSettings } from "../../../src/check/graph/vite-settings.ts";

const store = fileURLToPath(new URL("../../../../../examples/store", import.meta.url));

/** What compilers add to components by themselves. */
const added = /\/react\/(?:cjs\/react-)?jsx-(?:dev-)?runtime/;

test("all modules are known that Vite reads to build the store", { timeout: 60_000 }, async () => {
  const read = await readByVite();
  const known = await readFromSource();
  expect(read.length).toBeGreaterThan(200);
  expect(read.filter((path) => !known.has(path) && !added.test(path))).toEqual([]);
});

async function readByVite(): Promise<string[]> {
  const paths = new Set<string>();
  await build({
    root: `${store}/web`,
    configFile: `${store}/vite.config.ts`,
    logLevel: "silent",
    build: { write: false },
    plugins: [
      {
        name: "recorder",
        moduleParsed({ id }) {
          if (!id.startsWith("\0")) paths.add(id.replace(/\?.*$/s, ""));
        },
      },
    ],
  });
  return [...paths];
}

async function readFromSource(): Promise<ReadonlySet<string>> {
  const vite = readViteSettings(store);
  const modules = await loadGraph([`${store}/web/index.html`], {
    vite,
    server: [],
    show: (path) => path,
    resolve: createResolver({ ...vite, conditions: browserConditions }),
    keepsImports: createKeptImports(),
    judge: () => [],
  });
  return new Set([...modules.keys()].map((path) => path.replace(/\?.*$/s, "")));
}
