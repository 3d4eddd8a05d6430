import { findServerReason } from "../../boundary/graph/server-module.ts";
import { isForBrowsers } from "./boundary-neighbour.ts";
import type { BoundaryRuns } from "./boundary-run.ts";
import { judgeModule } from "./bundle-graph.ts";
import { type BundlerContext, isSourceOf, isVirtual, toFile } from "./bundler.ts";
import { parseSource } from "./parse-source.ts";

/** In a canary build, marks each server module on its way to browsers. After others, so that it sees plain code. */
export function createCanaryPlugin(runs: BoundaryRuns) {
  return {
    name: "servery:boundary-canary",
    applyToEnvironment: isForBrowsers,
    transform: {
      order: "post" as const,
      async handler(this: BundlerContext, code: string, id: string) {
        const { project, marks } = runs.get();
        if (marks === undefined || isVirtual(id)) return null;
        if (project.isReplaced(toFile(id)) && !isSourceOf(id)) return null;
        const module = await judgeModule(this, project.graph, id, code);
        if (findServerReason(module, project) === undefined) return null;
        const program = await parseSource(this, id, code);
        if (program === undefined) return null;
        return { code: marks.mark(module.shown, id, code, program), map: null };
      },
    },
    buildEnd() {
      runs.get().marks?.write();
    },
  };
}
