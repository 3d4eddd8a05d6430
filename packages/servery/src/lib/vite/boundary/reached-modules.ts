import type { Finding } from "../../boundary/finding.ts";
import { findChains, type ImportChain } from "../../boundary/graph/find-chains.ts";
import type { GraphModule } from "../../boundary/graph/module-graph.ts";
import { toServerFinding } from "../../boundary/graph/server-finding.ts";
import { findServerReason } from "../../boundary/graph/server-module.ts";
import { readModule } from "./bundle-graph.ts";
import {
  type BundledModule,
  type BundlerContext,
  isGoBetween,
  isSourceOf,
  toFile,
} from "./bundler.ts";
import { locateImport } from "./locate-import.ts";
import type { Project } from "./project.ts";
import { findWorkerMaker } from "./worker-maker.ts";

/** What is looked at. */
interface Bundle {
  readonly project: Project;
  /** True for a file that something else is put in the place of. */
  readonly isReplaced: (file: string) => boolean;
  readonly isContract: (file: string) => Promise<boolean>;
  /** For a worker's bundle, the one that it is made for. */
  readonly maker: Project | undefined;
}

/** The first verdict, of a graph that is read: the server modules that entries reach, each with the shortest chain. */
export async function findReached(
  context: BundlerContext,
  { project, isReplaced, isContract, maker }: Bundle,
): Promise<readonly Finding[]> {
  const ids = new Map<GraphModule, string>();
  const contracts = new Set<GraphModule>();
  const read = async (id: string) => {
    const module = await readModule(context, project.graph, id);
    if (module === undefined) return undefined;
    ids.set(module, id);
    if (isSourceOf(id) && (await isContract(toFile(id)))) contracts.add(module);
    return module;
  };
  const isWanted = (module: GraphModule) => {
    const id = ids.get(module)!;
    if (isGoBetween(id) || (isReplaced(toFile(id)) && !isSourceOf(id))) return false;
    return contracts.has(module) || findServerReason(module, project) !== undefined;
  };
  const chains = await findChains(findEntries(context), read, isWanted);
  const byName = new Map([...ids].map(([module, id]) => [module.shown, { module, id }]));
  return Promise.all(
    chains.map(async (chain) => {
      const { module, steps } = await locate(context, project, chain, byName);
      const entry = toFile(byName.get(chain.steps[0]!.name)!.id);
      const first = maker && (await findWorkerMaker(context, maker.graph, entry));
      return toFinding({ module, steps: first ? [first, ...steps] : steps }, project);
    }),
  );
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

/** Tells of each step where it asks for the next one, and leaves out what the bundler has made up in between. */
async function locate(
  context: BundlerContext,
  { graph }: Project,
  { module, steps }: ImportChain,
  known: ReadonlyMap<string, { readonly module: GraphModule; readonly id: string }>,
): Promise<ImportChain> {
  const located = steps.map(async (step, index) => {
    const shown = { ...step, file: toFile(step.name) };
    const importer = known.get(step.name);
    const target = known.get(steps[index + 1]?.name ?? "")?.id;
    if (importer === undefined || target === undefined) return shown;
    const imports = importer.module.imports.filter(({ to }) => to === target);
    const written = imports.map(({ specifier }) => specifier).filter((each) => each !== target);
    const asking = { importer: importer.id, target, written };
    return { ...shown, ...(await locateImport(context, graph, asking)) };
  });
  const all = await Promise.all(located);
  const real = all.filter(({ name }) => !isGoBetween(name));
  // A component's parts are modules of one file.
  return { module, steps: real.filter(({ file }, at) => file !== real[at + 1]?.file) };
}

function toFinding(chain: ImportChain, project: Project): Finding {
  const reason = findServerReason(chain.module, project);
  return reason === undefined ? toSourceFinding(chain) : toServerFinding(chain, reason);
}

/** A contract that is asked for as text or as a file, where no routes can be put in its place. */
function toSourceFinding({ module: { shown }, steps }: ImportChain): Finding {
  const { file, line, column } = steps.at(-2) ?? steps.at(-1)!;
  return {
    rule: "graph/contract-source",
    severity: "error",
    file,
    line,
    column,
    subject: shown,
    message: `${shown} is sent as it is written: a contract with its rules of access and all that it declares.`,
    fix: "Import the module itself, without a query and not as an address, so that browsers get its routes alone.",
    within: [],
    chain: steps,
  };
}
