import { resolve } from "node:path";

import type { ResolvedConfig } from "vite";

import type { BoundaryOptions } from "./boundary-options.ts";
import { type BoundaryRuns, createBoundaryRuns } from "./boundary-run.ts";
import { toShown } from "./bundle-graph.ts";
import { type BundlerContext, toFile } from "./bundler.ts";
import { checkModule } from "./check-module.ts";
import { type EmittedFile, findEmitted } from "./emitted-modules.ts";
import { findEmittedSecrets } from "./emitted-secrets.ts";
import { unasked, isTelling, toKind, toTarget } from "./import-log.ts";
import { findInlined } from "./inlined-environment.ts";
import { findReached } from "./reached-modules.ts";
import { report } from "./report.ts";
import { toViteHost } from "./vite-host.ts";

/** What a plugin that stands beside the boundary tells it. */
export interface BoundaryNeighbour {
  /** True for a file that something else is put in the place of, so that nothing of it reaches browsers. */
  isReplaced(file: string): boolean;
  /** The plugins that workers' bundles get in Vite: all that make this one. */
  forWorkers(): unknown[];
}

/**
 * Keeps what belongs on the server out of browsers, on the bundler's own resolution. A build fails when a server module is
 * reachable from an entry, with the shortest chain of imports, when something of one is left in what is written, when a
 * setting would write a secret into code, and when a secret's value is anywhere in the output. Vite's dev server refuses
 * such a module with the same words. For Vite, Rollup and Rolldown; in Vite {@link servery} has it in it.
 */
export function boundary(options: BoundaryOptions = {}): BoundaryPlugin[] {
  const neighbour = { isReplaced: () => false, forWorkers: () => boundary(options) };
  return createBoundaryPlugins(options, neighbour);
}

/** A plugin that Vite, Rollup and Rolldown take alike. Each ignores what only another knows. */
export type BoundaryPlugin =
  | ReturnType<typeof createBundlePlugin>
  | ReturnType<typeof createModulePlugin>;

export function createBoundaryPlugins(
  options: BoundaryOptions,
  neighbour: BoundaryNeighbour,
): BoundaryPlugin[] {
  const runs = createBoundaryRuns(options);
  return [createBundlePlugin(options, runs, neighbour), createModulePlugin(runs, neighbour)];
}

const forBrowsers = {
  applyToEnvironment: ({ config }: { config: { consumer: string } }) =>
    config.consumer === "client",
};

/** Looks at all modules together. Before others, so that it sees what was written. */
function createBundlePlugin(
  options: BoundaryOptions,
  runs: BoundaryRuns,
  { isReplaced, forWorkers }: BoundaryNeighbour,
) {
  return {
    name: "servery:boundary",
    enforce: "pre" as const,
    ...forBrowsers,
    // Workers have bundles of their own in Vite, with plugins of their own.
    config: () => ({ worker: { plugins: forWorkers as () => never[] } }),
    async configResolved(config: ResolvedConfig) {
      runs.tell(await toViteHost(options, config));
    },
    buildStart(this: BundlerContext, input: unknown) {
      const { project } = runs.get(definedIn(input));
      const { base } = project.graph;
      const file = project.host.file === undefined ? "." : toShown(base, project.host.file);
      report(this, project, findInlined({ ...project.inlined, file }, project.secrets));
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
      filter: { code: /\bimport\.meta\.url\b/ },
      handler(code: string, id: string) {
        if (code.includes("import.meta.url")) runs.get().project.graph.naming.set(id, code);
        return null;
      },
    },
    async buildEnd(this: BundlerContext) {
      const { project, marks } = runs.get();
      marks?.write();
      if (!project.host.serves) report(this, project, await findReached(this, project, isReplaced));
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
        report(this, project, [
          ...(await findEmitted(this, project, files, folder, isReplaced)),
          ...findEmittedSecrets(files, project.secrets),
        ]);
      },
    },
  };
}

/** Looks at modules one by one, as they are served or marked. After others, so that types are gone. */
function createModulePlugin(runs: BoundaryRuns, { isReplaced }: BoundaryNeighbour) {
  return {
    name: "servery:boundary-modules",
    enforce: "post" as const,
    ...forBrowsers,
    transform: {
      order: "post" as const,
      async handler(this: BundlerContext, code: string, id: string) {
        const { project, marks } = runs.get();
        const wanted = marks !== undefined || project.host.serves;
        if (!wanted || isReplaced(toFile(id))) return null;
        const marked = await checkModule(this, project, marks, { id, code });
        return marked === undefined ? null : { code: marked, map: null };
      },
    },
  };
}

/** Rolldown writes values into code itself; its options say which. */
function definedIn(input: unknown): Readonly<Record<string, unknown>> {
  const { transform } = (input ?? {}) as { transform?: { define?: Record<string, unknown> } };
  return transform?.define ?? {};
}
