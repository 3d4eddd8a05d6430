import { existsSync } from "node:fs";

import type { ViteDevServer } from "vite";

import { findChains } from "../../boundary/graph/find-chains.ts";
import { isForBrowsers } from "./boundary-neighbour.ts";
import type { BoundaryRuns } from "./boundary-run.ts";
import {
  type BrowserModule,
  filesOf,
  isBundledAhead,
  judgeModule,
  readAlone,
} from "./bundle-graph.ts";
import { type BundlerContext, isSourceOf, isVirtual, isWorker, toFile } from "./bundler.ts";
import { createFileRefusal } from "./file-refusal.ts";
import { locateChain, type LocatedChain } from "./locate-chain.ts";
import type { Project } from "./project.ts";
import { findAbsentVariables } from "./reached-modules.ts";
import { report } from "./report.ts";
import { findServedWay, type ServedGraph } from "./served-way.ts";
import { isCrossing, toCrossingFinding } from "./verdict.ts";

/** What Vite's dev server has beside what bundlers have. */
interface DevContext extends BundlerContext {
  readonly environment?: { readonly name: string; readonly moduleGraph?: ServedGraph };
}

/**
 * In Vite's dev server, refuses server modules that browsers ask for, and what would bring one of the server's files along.
 * After other plugins, so that types are gone, and before Vite itself looks for what is imported.
 */
export function createServedPlugin(runs: BoundaryRuns) {
  return {
    name: "servery:boundary-served",
    apply: "serve" as const,
    enforce: "post" as const,
    applyToEnvironment: isForBrowsers,
    configureServer(server: ViteDevServer) {
      const { middlewares, config, watcher } = server;
      // It begins anew when these settings change, as it does for those of Vite's.
      const { settingsFile } = runs.get().project;
      config.configFileDependencies.push(settingsFile.replaceAll("\\", "/"));
      if (existsSync(settingsFile)) watcher.add(settingsFile);
      middlewares.use(createFileRefusal(() => runs.get().project, server));
    },
    async transform(this: DevContext, code: string, id: string) {
      const { project } = runs.get();
      // What Vite has bundled ahead is judged by who imports it.
      if (!project.host.serves || isVirtual(id) || isBundledAhead(project.graph, id)) return null;
      if (project.isReplaced(toFile(id)) && !isSourceOf(id)) return null;
      const module = await judgeModule(this, project.graph, id, code);
      const chains = await findBrought(this, project, module);
      const way =
        chains.length === 0
          ? []
          : await findServedWay(this, project, this.environment?.moduleGraph, id);
      report(this, project, [
        ...chains.map((chain) =>
          toCrossingFinding({ ...chain, steps: [...way, ...chain.steps] }, project),
        ),
        ...(chains.length === 0 ? await findAbsentVariables([module]) : []),
      ]);
      return null;
    },
  };
}

/** A module itself, if it must not be served, or else the files that it brings without their being asked for by themselves. */
async function findBrought(
  context: BundlerContext,
  project: Project,
  module: BrowserModule,
): Promise<readonly LocatedChain[]> {
  const { graph } = project;
  const files = isCrossing(module, project) ? [] : await filesOf(context, graph, module.id);
  const first = { ...module, imports: [...module.imports, ...files] };
  const read = (id: string) => {
    if (id === module.id) return first;
    // Modules are judged when they are asked for.
    const isBrought = files.length > 0 && !id.startsWith("\0") && !isWorker(id);
    return isBrought ? readAlone(context, graph, id) : undefined;
  };
  const found = await findChains([module.id], read, (each) => isCrossing(each, project));
  return Promise.all(found.map((chain) => locateChain(context, graph, chain)));
}
