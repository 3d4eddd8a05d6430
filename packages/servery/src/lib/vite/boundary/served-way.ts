import type { Step } from "../../boundary/finding.ts";
import { asWorker, type BundlerContext, isWorker, toFile } from "./bundler.ts";
import { type Asking, locateImport } from "./locate-import.ts";
import { namedFilesOf } from "./named-files.ts";
import type { Project } from "./project.ts";
import { toShown } from "./shown-name.ts";

/** A module as the dev server keeps it: with those that have asked for it. */
interface ServedModule {
  readonly id: string | null;
  readonly importers: ReadonlySet<ServedModule>;
}

/** What the dev server knows of modules that it has served. */
export interface ServedGraph {
  getModuleById(id: string): ServedModule | undefined;
  getModulesByFile(file: string): ReadonlySet<ServedModule> | undefined;
}

/** The shortest known way to a module that a browser asks the dev server for, without itself. */
export async function findServedWay(
  context: BundlerContext,
  project: Project,
  graph: ServedGraph | undefined,
  id: string,
): Promise<readonly Step[]> {
  const way = graph === undefined ? [] : await findAsking(context, project, graph, id, new Set());
  const steps: Step[] = [];
  for (const asking of way) {
    const name = toShown(project.graph.base, toFile(asking.importer));
    const place = await locateImport(context, project.graph, asking);
    steps.push({ name, file: name, ...place });
  }
  // A component's parts are modules of one file.
  return steps.filter(({ file }, at) => file !== steps[at + 1]?.file);
}

async function findAsking(
  context: BundlerContext,
  project: Project,
  graph: ServedGraph,
  id: string,
  seen: Set<string>,
): Promise<readonly Asking[]> {
  if (seen.has(id)) return [];
  seen.add(id);
  const served = graph.getModuleById(id);
  const ids = [...(served === undefined ? [] : toImporters(served)), id];
  const within = ids.slice(1).map((target, index) => ({ importer: ids[index]!, target }));
  const first = ids[0]!;
  if (!/[?&]worker_file\b/.test(first)) return within;
  const maker = await findWorkerMaker(context, project, graph, toFile(first));
  if (maker === undefined) return within;
  const before = await findAsking(context, project, graph, maker.importer, seen);
  return [...before, maker, ...within];
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

/** Who makes a worker: by `import Work from "./work.js?worker"`, or by `new Worker(new URL("./work.js", import.meta.url))`. */
async function findWorkerMaker(
  context: BundlerContext,
  { graph: { written } }: Project,
  graph: ServedGraph,
  worker: string,
): Promise<Asking | undefined> {
  for (const { id, importers } of graph.getModulesByFile(worker) ?? [])
    for (const importer of importers)
      if (id !== null && isWorker(id) && importer.id !== null)
        return { importer: importer.id, target: id };
  for (const [importer, code] of written) {
    if (!code.includes("Worker")) continue;
    const named = await namedFilesOf(context, importer, code, true);
    const made = named.find(({ to }) => to === worker + asWorker);
    if (made !== undefined) return { importer, target: made.to!, written: [made.specifier] };
  }
  return undefined;
}
