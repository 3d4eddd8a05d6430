import type { Finding, Step } from "../../boundary/finding.ts";
import type { GraphModule } from "../../boundary/graph/module-graph.ts";
import { toServerFinding } from "../../boundary/graph/server-finding.ts";
import { findServerReason } from "../../boundary/graph/server-module.ts";
import { toShown } from "./bundle-graph.ts";
import { type BundlerContext, toFile } from "./bundler.ts";
import { locateImport } from "./locate-import.ts";
import type { Project } from "./project.ts";

/** A module as the dev server keeps it: with those that have asked for it. */
export interface ServedModule {
  readonly id: string | null;
  readonly importers: ReadonlySet<ServedModule>;
}

/** What to say of a server module that a browser asks the dev server for. */
export async function toRefusal(
  context: BundlerContext,
  project: Project,
  module: GraphModule,
  served: ServedModule | undefined,
): Promise<Finding> {
  const ids = served === undefined ? [] : toImporters(served);
  const steps: Step[] = [];
  for (const [index, id] of ids.entries()) {
    const name = toShown(project.graph.base, toFile(id));
    const asking = { importer: id, target: ids[index + 1] ?? served!.id! };
    steps.push({ name, file: name, ...(await locateImport(context, project.graph, asking)) });
  }
  steps.push({ name: module.shown, file: toFile(module.shown), line: 1, column: 1 });
  return toServerFinding({ module, steps }, findServerReason(module, project)!);
}

/** The modules on the shortest way to one, outermost first and without itself. */
function toImporters(served: ServedModule): readonly string[] {
  const ways = new Map<ServedModule, readonly string[]>([[served, []]]);
  let longest: readonly string[] = [];
  for (const [module, way] of ways) {
    longest = way;
    // Nobody asks for it: a page does.
    if (module.importers.size === 0) return way;
    for (const importer of module.importers)
      if (!ways.has(importer) && importer.id !== null) ways.set(importer, [importer.id, ...way]);
  }
  return longest;
}
