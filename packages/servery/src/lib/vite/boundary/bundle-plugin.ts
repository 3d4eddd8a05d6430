import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

import type { ResolvedConfig } from "vite";

import { type BoundaryNeighbour, isForBrowsers } from "./boundary-neighbour.ts";
import type { BoundaryOptions } from "./boundary-options.ts";
import type { BoundaryRuns } from "./boundary-run.ts";
import { type BundlerContext, toFile } from "./bundler.ts";
import { type EmittedFile, findEmitted } from "./emitted-modules.ts";
import { findEmittedSecrets } from "./emitted-secrets.ts";
import { isKept, worthKeeping } from "./kept-code.ts";
import { unasked, isTelling, toKind, toTarget } from "./import-log.ts";
import { findInlined } from "./inlined-environment.ts";
import { findReached, type ReachedModules } from "./reached-modules.ts";
import { report } from "./report.ts";
import { toShown } from "./shown-name.ts";
import { toViteHost } from "./vite-host.ts";
import { toFindings } from "./worker-verdicts.ts";

/** Looks at all modules together. Before others, so that it sees what was written. */
export function createBundlePlugin(
  options: BoundaryOptions,
  runs: BoundaryRuns,
  { forWorkers, maker }: BoundaryNeighbour,
) {
  let reached: ReachedModules | undefined;
  let haveSettingsChanged = false;
  return {
    name: "servery:boundary",
    enforce: "pre" as const,
    applyToEnvironment: isForBrowsers,
    // Workers have bundles of their own in Vite, with plugins of their own.
    config: () => ({ worker: { plugins: () => forWorkers(runs) as never[] } }),
    async configResolved(config: ResolvedConfig) {
      runs.tell(await toViteHost(options, config));
    },
    options(input: unknown) {
      runs.get(definedIn(input));
      return null;
    },
    buildStart(this: BundlerContext) {
      const { settingsFile, host } = runs.get().project;
      if (!host.serves && existsSync(settingsFile)) this.addWatchFile(settingsFile);
      // Not when it changes: what it says wrongly is an error of the build.
      if (haveSettingsChanged) runs.reload();
      haveSettingsChanged = false;
      const { project, workers } = runs.get();
      workers.begin();
      project.graph.modules.clear();
      reached = undefined;
      if (host.tests) return;
      const { base } = project.graph;
      const file = project.host.file === undefined ? "." : toShown(base, project.host.file);
      // A dev server sends it to whoever writes the code; it is told, and serves.
      const mode = project.host.serves ? "warn" : project.mode;
      const found = findInlined({ ...project.inlined, file }, project.secrets);
      report(this, { ...project, mode }, found);
    },
    resolveId: {
      order: "pre" as const,
      async handler(
        this: BundlerContext,
        source: string,
        importer: string | undefined,
        { kind }: { readonly kind?: string; readonly isEntry?: boolean },
      ) {
        if (importer === undefined) return null;
        const { log } = runs.get().project.graph;
        const to = isTelling(source) ? toTarget(await this.resolve(source, importer)) : unasked;
        log.note(importer, { source, kind: toKind(kind), to });
        return null;
      },
    },
    transform: {
      order: "pre" as const,
      filter: { code: worthKeeping },
      handler(code: string, id: string) {
        const { graph } = runs.get().project;
        if (isKept(id, code)) graph.written.set(id, code);
        return null;
      },
    },
    watchChange(file: string) {
      const { log, written } = runs.get().project.graph;
      haveSettingsChanged ||= file === runs.get().project.settingsFile;
      log.forget(file);
      for (const id of written.keys()) if (toFile(id) === file) written.delete(id);
    },
    async buildEnd(this: BundlerContext, error?: unknown) {
      const { project, workers } = runs.get();
      // What is served has no graph until it is asked for.
      if (hasNoGraph(error) || project.host.serves || project.host.tests) return;
      reached = await findReached(this, project);
      if (maker !== undefined) {
        maker.get().workers.set(reached.entries[0]!, { reached, emitted: [] });
        return;
      }
      const { graph, emitted } = toFindings(reached, workers, project);
      report(this, project, graph);
      // What is left of a module is no news where the module is.
      report(this, project, emitted);
    },
    generateBundle: {
      order: "post" as const,
      async handler(
        this: BundlerContext,
        output: { readonly dir?: string | undefined },
        bundle: Readonly<Record<string, unknown>>,
      ) {
        const { project } = runs.get();
        const files = Object.values(bundle) as EmittedFile[];
        const folder = resolve(project.host.root, output.dir ?? ".");
        const emitted = [
          ...(await findEmitted(this, project, files, folder)),
          ...findEmittedSecrets(this, files, project.secrets, (fileName) =>
            toShown(project.graph.base, join(folder, fileName)),
          ),
        ];
        if (maker === undefined || reached === undefined) report(this, project, emitted);
        else maker.get().workers.set(reached.entries[0]!, { reached, emitted });
      },
    },
  };
}

/** After most failures modules are missing. A name that is missing fails late, and may be so because of `node:fs`. */
function hasNoGraph(error: unknown): boolean {
  return error instanceof Error && (error as { code?: unknown }).code !== "MISSING_EXPORT";
}

/** Rolldown writes values into code itself; its options say which. */
function definedIn(input: unknown): Readonly<Record<string, unknown>> {
  const { transform } = (input ?? {}) as { transform?: { define?: Record<string, unknown> } };
  return transform?.define ?? {};
}
