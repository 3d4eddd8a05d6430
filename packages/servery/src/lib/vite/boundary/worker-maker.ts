import { basename } from "node:path";

import type { Step } from "../../boundary/finding.ts";
import { type GraphSources, toShown } from "./bundle-graph.ts";
import { type BundlerContext, toFile } from "./bundler.ts";
import { locateImport } from "./locate-import.ts";
import { namedFilesOf } from "./named-files.ts";

/**
 * The module that makes a worker, in the bundle that the worker's is made for; `undefined` where none is seen. That bundle
 * is not finished then, so the way to its entry is not known yet.
 */
export async function findWorkerMaker(
  context: BundlerContext,
  graph: GraphSources,
  worker: string,
): Promise<Step | undefined> {
  const asked =
    (await findNaming(context, graph, worker)) ?? (await findAsking(context, graph, worker));
  if (asked === undefined) return undefined;
  const { importer, specifier } = asked;
  const name = toShown(graph.base, toFile(importer));
  const place = await locateImport(context, graph, {
    importer,
    target: worker,
    written: [specifier],
  });
  return { name, file: name, ...place };
}

/** By `new Worker(new URL("./work.js", import.meta.url))`. */
async function findNaming(context: BundlerContext, { naming }: GraphSources, worker: string) {
  for (const [importer, code] of naming) {
    if (!code.includes(basename(worker).replace(/\.\w+$/, ""))) continue;
    const named = await namedFilesOf(context, importer, code, false);
    const found = named.find(({ kind, to }) => kind === "worker" && toFile(to ?? "") === worker);
    if (found !== undefined) return { importer, specifier: found.specifier };
  }
  return undefined;
}

/** By `import Work from "./work.js?worker"`. */
async function findAsking(context: BundlerContext, { log }: GraphSources, worker: string) {
  for (const importer of log.importers())
    for (const { source } of log.of(importer)) {
      if (!/[?&](?:shared)?worker\b/.test(source)) continue;
      const found = await context.resolve(source, importer);
      if (found !== null && toFile(found.id) === worker) return { importer, specifier: source };
    }
  return undefined;
}
