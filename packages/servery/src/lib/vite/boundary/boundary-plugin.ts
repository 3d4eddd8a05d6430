import type { BoundaryNeighbour } from "./boundary-neighbour.ts";
import type { BoundaryOptions } from "./boundary-options.ts";
import { createBoundaryRuns } from "./boundary-run.ts";
import { createBundlePlugin } from "./bundle-plugin.ts";
import { createCanaryPlugin } from "./canary-plugin.ts";
import { createServedPlugin } from "./served-plugin.ts";

/**
 * Keeps what belongs on the server out of browsers, on the bundler's own resolution. A build fails when a server module is
 * reachable from an entry, with the shortest chain of imports, when something of one is left in what is written, when a
 * setting would write a secret into code, and when a secret's value is anywhere in the output. Vite's dev server refuses
 * such a module with the same words. For Vite, Rollup and Rolldown; in Vite {@link servery} has it in it.
 */
export function boundary(options: BoundaryOptions = {}): BoundaryPlugin[] {
  return createAlone(options, undefined);
}

function createAlone(
  options: BoundaryOptions,
  maker: BoundaryNeighbour["maker"],
): BoundaryPlugin[] {
  return createBoundaryPlugins(options, {
    isReplaced: () => false,
    forWorkers: (runs) => createAlone(options, runs),
    maker,
  });
}

/** A plugin that Vite, Rollup and Rolldown take alike. Each ignores what only another knows. */
export type BoundaryPlugin =
  | ReturnType<typeof createBundlePlugin>
  | ReturnType<typeof createServedPlugin>
  | ReturnType<typeof createCanaryPlugin>;

export function createBoundaryPlugins(
  options: BoundaryOptions,
  neighbour: BoundaryNeighbour,
): BoundaryPlugin[] {
  const runs = createBoundaryRuns(options, neighbour.isReplaced);
  return [
    createBundlePlugin(options, runs, neighbour),
    createServedPlugin(runs),
    createCanaryPlugin(runs),
  ];
}
