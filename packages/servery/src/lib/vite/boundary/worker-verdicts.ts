import { type Finding, oneOfEach, type Step } from "../../boundary/finding.ts";
import type { Project } from "./project.ts";
import type { ReachedModules } from "./reached-modules.ts";
import { toCrossingFinding } from "./verdict.ts";

/** What was found in a worker's bundle. */
interface WorkerVerdict {
  readonly reached: ReachedModules;
  /** In what was written of it. */
  readonly emitted: readonly Finding[];
}

/**
 * What is found in the bundles of workers, kept until the one that they are made for knows its own graph: only then the way
 * from the page is known.
 */
export interface WorkerVerdicts {
  /** A new build begins: what it does not bundle anew has not changed. */
  begin(): void;
  set(entry: string, verdict: WorkerVerdict): void;
  /** Those that are made for the page, each with the way to it; and those that were bundled for reasons unknown. */
  waysFrom(page: ReachedModules): readonly (readonly [WorkerVerdict, readonly Step[]])[];
}

export function createWorkerVerdicts(): WorkerVerdicts {
  const known = new Map<string, WorkerVerdict>();
  const fresh = new Set<string>();
  return {
    begin: () => fresh.clear(),
    set(entry, verdict) {
      known.set(entry, verdict);
      fresh.add(entry);
    },
    waysFrom: (page) =>
      [...known].flatMap(([entry, verdict]) => {
        const way = findWay(entry, page, known, new Set());
        if (way === undefined && !fresh.has(entry)) return [];
        return [[verdict, way ?? []] as const];
      }),
  };
}

/** The way to the module that makes a worker, through other workers if need be. */
function findWay(
  worker: string,
  page: ReachedModules,
  known: ReadonlyMap<string, WorkerVerdict>,
  seen: Set<string>,
): readonly Step[] | undefined {
  const own = wayWithin(page, worker);
  if (own !== undefined || seen.has(worker)) return own;
  seen.add(worker);
  for (const [entry, { reached }] of known) {
    const inner = wayWithin(reached, worker);
    const outer = inner && findWay(entry, page, known, seen);
    if (outer !== undefined) return [...outer, ...inner!];
  }
  return undefined;
}

function wayWithin({ workers }: ReachedModules, worker: string): readonly Step[] | undefined {
  return workers.find(({ module }) => module.path === worker)?.steps.slice(0, -1);
}

/** What is to be told of a bundle, and of the workers that are made for it: once, where they share a module. */
export function toFindings(
  page: ReachedModules,
  workers: WorkerVerdicts,
  project: Project,
): { readonly graph: readonly Finding[]; readonly emitted: readonly Finding[] } {
  const ways = workers.waysFrom(page);
  const all = [[page, []] as const, ...ways.map(([{ reached }, way]) => [reached, way] as const)];
  const graph = all.flatMap(([{ crossings, warnings }, way]) => [
    ...crossings.map(({ module, steps }) =>
      toCrossingFinding({ module, steps: [...way, ...steps] }, project),
    ),
    ...warnings,
  ]);
  return {
    graph: oneOfEach(graph),
    emitted: oneOfEach(ways.flatMap(([{ emitted }]) => emitted)),
  };
}
