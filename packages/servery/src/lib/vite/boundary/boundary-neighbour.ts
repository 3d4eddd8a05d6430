import type { BoundaryRuns } from "./boundary-run.ts";

/** What a plugin that stands beside the boundary tells it. */
export interface BoundaryNeighbour {
  /** True for a file that something else is put in the place of, so that nothing of it reaches browsers. */
  isReplaced(file: string): boolean;
  /** The plugins that workers' bundles get in Vite: all that make this one. */
  forWorkers(maker: BoundaryRuns): unknown[];
  /** For a worker's bundle, what is known of the one that it is made for. */
  readonly maker?: BoundaryRuns | undefined;
}

/** The environment of Vite's that the boundary is around. */
export function isForBrowsers({
  config,
}: {
  readonly config: { readonly consumer: string };
}): boolean {
  return config.consumer === "client";
}
