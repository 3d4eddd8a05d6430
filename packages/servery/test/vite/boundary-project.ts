import { rolldown } from "rolldown";
import { rollup } from "rollup";
import { build, type InlineConfig } from "vite";

import { boundary, type BoundaryOptions } from "../../src/vite.ts";
import { createProject, type Project } from "./project.ts";

export type Files = Readonly<Record<string, string>>;

/** What came of a build: the text of all files, by name, or why it failed. */
export interface Outcome {
  readonly failure: string;
  readonly files: ReadonlyMap<string, string>;
}

interface Written {
  readonly type: "chunk" | "asset";
  readonly fileName: string;
  readonly code?: string;
  readonly source?: string | Uint8Array;
}

export const bundlers = {
  Vite: (project: Project, options: BoundaryOptions) => viteBuild(project, options),
  Rollup: (project: Project, options: BoundaryOptions) =>
    toOutcome(async () => {
      const bundle = await rollup({ ...toInput(project, options), onwarn: () => {} });
      return (await bundle.generate({ sourcemap: true })).output;
    }),
  Rolldown: (project: Project, options: BoundaryOptions) =>
    toOutcome(async () => {
      const bundle = await rolldown({
        ...toInput(project, options),
        platform: "browser",
        logLevel: "silent",
      });
      return (await bundle.generate({ sourcemap: true })).output;
    }),
};

function toInput(project: Project, options: BoundaryOptions) {
  const plugins = [boundary({ root: project.root, ...options })];
  return { input: `${project.root}/web/main.js`, plugins };
}

export function viteBuild(
  project: Project,
  options: BoundaryOptions = {},
  config: InlineConfig = {},
): Promise<Outcome> {
  return toOutcome(async () => {
    const result = await build({
      root: project.root,
      configFile: false,
      logLevel: "silent",
      ...config,
      plugins: [boundary(options), ...(config.plugins ?? [])],
      build: { write: false, sourcemap: true, ...config.build },
    });
    return (Array.isArray(result) ? result[0]! : (result as { output: readonly Written[] })).output;
  });
}

async function toOutcome(run: () => Promise<readonly Written[]>): Promise<Outcome> {
  try {
    const written = await run();
    const texts = written.map(({ fileName, code, source = "" }) => {
      const text = typeof source === "string" ? source : new TextDecoder().decode(source);
      return [fileName, code ?? text] as const;
    });
    return { failure: "", files: new Map(texts) };
  } catch (error) {
    return { failure: (error as Error).message, files: new Map() };
  }
}

/** A page that starts with `web/main.js`, or another, and these files. */
export function createPage(files: Files): Project {
  const entry = Object.keys(files).find((name) => name.startsWith("web/main.")) ?? "web/main.js";
  const page = `<!doctype html><script type="module" src="/${entry}"></script>`;
  return createProject({ "package.json": `{"type":"module"}`, "index.html": page, ...files });
}
