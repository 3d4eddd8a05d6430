import type { Finding } from "../../boundary/finding.ts";
import { toAbsentVariable } from "../../boundary/graph/absent-variable.ts";
import { findChains } from "../../boundary/graph/find-chains.ts";
import { type BrowserModule, readModule } from "./bundle-graph.ts";
import { type BundledModule, type BundlerContext, isWorker, toFile } from "./bundler.ts";
import { type LocatedChain, locateChain } from "./locate-chain.ts";
import { locateText } from "./locate-import.ts";
import type { Project } from "./project.ts";
import { isCrossing } from "./verdict.ts";

/** What a bundle's graph shows. */
export interface ReachedModules {
  /** Where it starts. */
  readonly entries: readonly string[];
  /** The modules that must not be there, each with the shortest chain. */
  readonly crossings: readonly LocatedChain[];
  /** The workers that its modules make and that are bundled by themselves, each with the shortest chain. */
  readonly workers: readonly LocatedChain[];
  readonly warnings: readonly Finding[];
}

/** The first verdict, of a graph that is read: all that entries reach and should not. */
export async function findReached(
  context: BundlerContext,
  project: Project,
): Promise<ReachedModules> {
  const modules: BrowserModule[] = [];
  const read = async (id: string) => {
    const module = await readModule(context, project.graph, id);
    if (module !== undefined) modules.push(module);
    return module;
  };
  const isMade = ({ id }: BrowserModule) => isWorker(id) && project.graph.workersApart;
  const isWanted = (module: BrowserModule) => isMade(module) || isCrossing(module, project);
  const entries = findEntries(context);
  const found = await findChains(entries, read, isWanted);
  const chains = await Promise.all(
    found.map((chain) => locateChain(context, project.graph, chain)),
  );
  return {
    entries: entries.map(toFile),
    crossings: chains.filter(({ module }) => !isMade(module)),
    workers: chains.filter(({ module }) => isMade(module)),
    warnings: await findAbsentVariables(modules.filter((module) => !isWanted(module))),
  };
}

/** Of the variables that modules ask a server's environment for, those that are no secrets. */
export async function findAbsentVariables(
  modules: readonly BrowserModule[],
): Promise<readonly Finding[]> {
  const found = modules.flatMap(({ path, shown, environment }) =>
    environment.map(async ({ name }) => {
      const place = await locateText(path, [`env.${name}`, name]);
      return toAbsentVariable({ name, file: shown, ...place });
    }),
  );
  return Promise.all(found);
}

/** Where browsers start, and what plugins have asked for by themselves: nobody imports it, and it is written all the same. */
function findEntries(context: BundlerContext): readonly string[] {
  const infos = [...context.getModuleIds()].map((id) => context.getModuleInfo(id));
  const isAsked = (info: BundledModule) =>
    !info.isEntry && info.importers.length + info.dynamicImporters.length === 0;
  const known = infos.filter((info) => info !== null);
  const entries = [...known.filter(({ isEntry }) => isEntry), ...known.filter(isAsked)];
  return entries.map(({ id }) => id);
}
