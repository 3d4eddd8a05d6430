import { fileURLToPath } from "node:url";

import { build } from "vite";
import { expect, test } from "vitest";

import { loadGraph } from "../../../src/check/graph/load-graph.ts";

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
  const { paths } = await loadGraph({ root: store, entries: [], server: [] });
  return new Set([...paths].map((path) => path.replace(/\?.*$/s, "")));
}
