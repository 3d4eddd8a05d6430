import type { ViteDevServer } from "vite";

import { findServerReason } from "../../boundary/graph/server-module.ts";
import { type BoundaryNeighbour, isForBrowsers } from "./boundary-neighbour.ts";
import type { BoundaryRuns } from "./boundary-run.ts";
import { isBundledAhead, judgeModule } from "./bundle-graph.ts";
import { type BundlerContext, isSourceOf, isVirtual, toFile } from "./bundler.ts";
import { createFileRefusal } from "./file-refusal.ts";
import { type ServedModule, toRefusal } from "./refused-module.ts";
import { report } from "./report.ts";

/** What Vite's dev server has beside what bundlers have. */
interface DevContext extends BundlerContext {
  readonly environment?: {
    readonly name: string;
    readonly moduleGraph?: { getModuleById(id: string): ServedModule | undefined };
  };
}

/**
 * In Vite's dev server, refuses server modules that browsers ask for. After other plugins, so that types are gone, and
 * before Vite itself looks for what is imported.
 */
export function createServedPlugin(runs: BoundaryRuns, { isReplaced }: BoundaryNeighbour) {
  return {
    name: "servery:boundary-served",
    apply: "serve" as const,
    enforce: "post" as const,
    applyToEnvironment: isForBrowsers,
    configureServer({ middlewares, config }: ViteDevServer) {
      middlewares.use(createFileRefusal(() => runs.get().project, config.base));
    },
    async transform(this: DevContext, code: string, id: string) {
      const { project } = runs.get();
      // What Vite has bundled ahead is judged by who imports it.
      if (!project.host.serves || isVirtual(id) || isBundledAhead(project.graph, id)) return null;
      if (isReplaced(toFile(id)) && !isSourceOf(id)) return null;
      const module = await judgeModule(this, project.graph, id, code);
      if (findServerReason(module, project) === undefined) return null;
      const served = this.environment?.moduleGraph?.getModuleById(id);
      report(this, project, [await toRefusal(this, project, module, served)]);
      return null;
    },
  };
}
