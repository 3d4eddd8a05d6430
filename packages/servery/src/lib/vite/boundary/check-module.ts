import { findServerReason } from "../../boundary/graph/server-module.ts";
import { judgeCode } from "./bundle-graph.ts";
import { type BundlerContext, isVirtual } from "./bundler.ts";
import type { CanaryMarks } from "./canary-marks.ts";
import { parseSource } from "./parse-source.ts";
import type { Project } from "./project.ts";
import { type ServedModule, toRefusal } from "./refused-module.ts";
import { report } from "./report.ts";

/** What Vite's dev server has beside what bundlers have. */
interface DevContext extends BundlerContext {
  readonly environment?: {
    readonly moduleGraph?: { getModuleById(id: string): ServedModule | undefined };
  };
}

/**
 * Looks at one module on its way to a browser, where nobody waits for all of them: a canary build marks a server module, the
 * dev server refuses it.
 * @returns the code with its mark; `undefined` to leave it as it is.
 * @throws ServeryError `boundary_crossed`
 */
export async function checkModule(
  context: DevContext,
  project: Project,
  marks: CanaryMarks | undefined,
  { id, code }: { readonly id: string; readonly code: string },
): Promise<string | undefined> {
  // What Vite has bundled for the dev server is judged by who imports it.
  if (isVirtual(id) || id.includes("/.vite/deps")) return undefined;
  const module = await judgeCode(context, project.graph, id, code);
  if (findServerReason(module, project) === undefined) return undefined;
  if (marks !== undefined) {
    const program = parseSource(context, id, code);
    return program === undefined ? undefined : marks.mark(module.shown, id, code, program);
  }
  const served = context.environment?.moduleGraph?.getModuleById(id);
  report(context, project, [await toRefusal(context, project, module, served)]);
  return undefined;
}
