import type { Step } from "../../boundary/finding.ts";
import type { ImportChain } from "../../boundary/graph/find-chains.ts";
import type { BrowserModule, GraphSources } from "./bundle-graph.ts";
import { type BundlerContext, isGoBetween, toFile } from "./bundler.ts";
import { locateImport } from "./locate-import.ts";

/** A chain of which each step tells where it asks for the next one. */
export interface LocatedChain extends ImportChain {
  readonly module: BrowserModule;
}

interface Way {
  readonly module: BrowserModule;
  /** The modules on the way, outermost first. */
  readonly way: readonly BrowserModule[];
}

/** Looks up where each module asks for the next one, and leaves out what the bundler has made up in between. */
export async function locateChain(
  context: BundlerContext,
  graph: GraphSources,
  { module, way }: Way,
): Promise<LocatedChain> {
  const located = way.map(async (each, index): Promise<Step & Pick<BrowserModule, "id">> => {
    const { id, shown } = each;
    const step = { id, name: shown, file: toFile(shown), line: 1, column: 1 };
    const next = way[index + 1];
    if (next === undefined) return step;
    const imports = each.imports.filter(({ to }) => to === next.id);
    const written = imports.map(({ specifier }) => specifier).filter((name) => name !== next.id);
    const asking = { importer: id, target: next.id, written };
    return { ...step, ...(await locateImport(context, graph, asking)) };
  });
  const real = (await Promise.all(located)).filter(({ id }) => !isGoBetween(id));
  // A component's parts are modules of one file.
  const steps = real.filter(({ file }, at) => file !== real[at + 1]?.file);
  return { module, steps: steps.map(({ id: _, ...step }) => step) };
}
