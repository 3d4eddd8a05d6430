import { bundleApp, bundleForBrowser } from "./browser-bundle.ts";
import { root } from "./repository.ts";

/** DESIGN's promise for the client's core, in bytes after gzip. */
const budget = 10_000;
const schemaLibrary = /\/node_modules\/(zod|valibot|arktype|@valibot|@ark)\//;

const door = await bundleForBrowser(`${root}packages/servery/src/client.ts`);
const store = await bundleApp(`${root}examples/store`);
const schemas = store.files.filter((id) => schemaLibrary.test(id));

const findings = [
  ...overBudget("servery/client with all its exports", door.gzipBytes),
  ...overBudget("the client in the store's bundle", store.clientGzipBytes),
  ...schemas.map((id) => `The store's bundle holds a schema library: ${id}`),
];
for (const finding of findings) console.error(finding);
console.log(
  `${kilobytes(door.gzipBytes)} all exports, ${kilobytes(store.clientGzipBytes)} in the store, ` +
    `of ${kilobytes(budget)} after gzip`,
);
process.exitCode = findings.length === 0 ? 0 : 1;

function overBudget(what: string, bytes: number): readonly string[] {
  if (bytes === 0) return [`Nothing was measured of ${what}: is it still where it was?`];
  return bytes > budget ? [`${what}: ${bytes} bytes after gzip; the budget is ${budget}.`] : [];
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
