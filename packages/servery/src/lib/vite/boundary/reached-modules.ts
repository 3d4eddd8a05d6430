import type { Finding } from "../../boundary/finding.ts";
import { findChains, type ImportChain } from "../../boundary/graph/find-chains.ts";
import type { GraphModule } from "../../boundary/graph/module-graph.ts";
import { toServerFinding } from "../../boundary/graph/server-finding.ts";
import { findServerReason } from "../../boundary/graph/server-module.ts";
import { readModule } from "./bundle-graph.ts";
import { type BundlerContext, isVirtual, toFile } from "./bundler.ts";
import { locateImport } from "./locate-import.ts";
import type { Project } from "./project.ts";

/** The first verdict, of a graph that is read: the server modules that entries reach, each with the shortest chain. */
export async function findReached(
  context: BundlerContext,
  project: Project,
  isReplaced: (file: string) => boolean,
): Promise<readonly Finding[]> {
  const ids = new Map<GraphModule, string>();
  const read = async (id: string) => {
    const module = await readModule(context, project.graph, id);
    if (module !== undefined) ids.set(module, id);
    return module;
  };
  const isWanted = (module: GraphModule) => {
    const id = ids.get(module)!;
    if (isVirtual(id) || isReplaced(toFile(id))) return false;
    return findServerReason(module, project) !== undefined;
  };
  const entries = [...context.getModuleIds()].filter((id) => context.getModuleInfo(id)?.isEntry);
  const chains = await findChains(entries, read, isWanted);
  const byName = new Map([...ids].map(([module, id]) => [module.shown, id]));
  return Promise.all(
    chains.map(async (chain) => toFinding(await locate(context, project, chain, byName), project)),
  );
}

/** Tells of each step where it asks for the next one, and leaves out what the bundler has made up in between. */
async function locate(
  context: BundlerContext,
  { graph }: Project,
  { module, steps }: ImportChain,
  ids: ReadonlyMap<string, string>,
): Promise<ImportChain> {
  const located = steps.map(async (step, index) => {
    const shown = { ...step, file: toFile(step.name) };
    const next = steps[index + 1];
    const [importer, target] = [ids.get(step.name)!, ids.get(next?.name ?? "")];
    return target === undefined ? shown : locateImport(context, graph, shown, importer, target);
  });
  const all = await Promise.all(located);
  const real = all.filter(({ name }) => !isVirtual(name));
  // A component's parts are modules of one file.
  return { module, steps: real.filter(({ file }, at) => file !== real[at + 1]?.file) };
}

function toFinding(chain: ImportChain, project: Project): Finding {
  return toServerFinding(chain, findServerReason(chain.module, project)!);
}
