import { bundleApp, bundleForBrowser } from "./browser-bundle.ts";
import { root } from "./repository.ts";

/** DESIGN's promise for the client's core, in bytes after gzip. */
const coreBudget = 10_000;
/** What following a session may add to it, and what keeping it by tokens may. */
const sessionBudget = 2_000;
/** What live queries, and later the outbox, may load when they are used. */
const liveBudget = 8_000;
const liveRoom = /\/lib\/client\/live\//;
const schemaLibrary = /\/node_modules\/(zod|valibot|arktype|@valibot|@ark)\//;

const core = await weigh("createClient");
const live = (await bundle("createClient", "sessionOf")).laterGzipBytes(liveRoom);
const following = (await weigh("createClient", "sessionOf")) - core;
const byTokens = (await weigh("createClient", "tokens")) - core;
const both = (await weigh("createClient", "sessionOf", "tokens")) - core;
const store = await bundleApp(`${root}examples/store`);
const schemas = store.files.filter((id) => schemaLibrary.test(id));

const findings = [
  ...overBudget("createClient", core, coreBudget),
  ...overBudget("what sessionOf adds", following, sessionBudget),
  ...overBudget("what tokens adds", byTokens, sessionBudget),
  ...overBudget("what live queries load", live, liveBudget),
  ...overBudget("the client in the store's bundle", store.clientGzipBytes, coreBudget),
  ...schemas.map((id) => `The store's bundle holds a schema library: ${id}`),
];
for (const finding of findings) console.error(finding);
console.log(
  `core ${kilobytes(core)}, in the store ${kilobytes(store.clientGzipBytes)}, of ${kilobytes(coreBudget)}; ` +
    `a session adds ${kilobytes(following)}, tokens ${kilobytes(byTokens)}, ` +
    `of ${kilobytes(sessionBudget)} each, and both ${kilobytes(both)}; ` +
    `live queries load ${kilobytes(live)}, of ${kilobytes(liveBudget)}; after gzip`,
);
process.exitCode = findings.length === 0 ? 0 : 1;

async function weigh(...names: readonly string[]): Promise<number> {
  return (await bundle(...names)).gzipBytes;
}

function bundle(...names: readonly string[]): ReturnType<typeof bundleForBrowser> {
  return bundleForBrowser(`${root}packages/servery/src/client.ts`, names);
}

function overBudget(what: string, bytes: number, budget: number): readonly string[] {
  if (bytes <= 0) return [`Nothing was measured of ${what}: is it still where it was?`];
  return bytes > budget ? [`${what}: ${bytes} bytes after gzip; the budget is ${budget}.`] : [];
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
