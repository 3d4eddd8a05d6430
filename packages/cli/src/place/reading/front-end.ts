import { dirname, join, normalize } from "node:path";

import type { Undecided } from "servery/boundary";

import { toShown } from "../../app/find-file.ts";
import { createLookUp, type LookUp } from "../../check/source/look-up.ts";
import type { Project } from "../../check/source/project.ts";
import { type SourceFile, toSourceFile } from "../../check/source/source-file.ts";
import { findAdditions, type Additions } from "./additions.ts";
import { keepScripts } from "./keep-scripts.ts";

/** A file that browsers get, or whose parts they get. */
export interface FrontEndFile {
  readonly path: string;
  readonly text: string;
}

/** All that browsers get of an app's own code, read and ready to be looked at. */
export interface FrontEnd {
  readonly project: Project;
  readonly lookUp: LookUp;
  /** The pages and components as they are written, with what is no code. */
  readonly pages: readonly FrontEndFile[];
  readonly undecided: readonly Undecided[];
  /** What a file adds to things after they were made. */
  additionsOf(file: SourceFile): Additions;
}

/** Where a specifier of a file leads, by the path; `undefined` for what is not among the files. */
export type Resolve = (from: string, specifier: string) => string | undefined;

const pageKind = /\.(?:html?|vue|svelte|astro)$/;
const codeKind = /\.[cm]?[jt]sx?$/;

/** Reads the modules and pages of a front-end. What is neither is left out. */
export function readFrontEnd(given: readonly FrontEndFile[], resolve?: Resolve): FrontEnd {
  const files = new Map<string, SourceFile>();
  const undecided: Undecided[] = [];
  for (const { path, text } of given) {
    if (!pageKind.test(path) && !codeKind.test(path)) continue;
    try {
      files.set(path, readFile(path, text));
    } catch (error) {
      const reason = `it cannot be read: ${error instanceof Error ? error.message : String(error)}`;
      undecided.push({ subject: toShown(path), reason });
    }
  }
  const find = resolve ?? ((from, specifier) => findBeside(files, from, specifier));
  const project: Project = {
    files,
    unread: undecided,
    resolve: ({ path }, specifier) => files.get(find(path, specifier) ?? ""),
  };
  const lookUp = createLookUp(project);
  const additions = new Map<SourceFile, Additions>();
  return {
    project,
    lookUp,
    undecided,
    pages: given.filter(({ path }) => pageKind.test(path)),
    additionsOf(file) {
      const known = additions.get(file) ?? findAdditions(file);
      additions.set(file, known);
      return known;
    },
  };
}

function readFile(path: string, text: string): SourceFile {
  if (pageKind.test(path)) return toSourceFile(path, keepScripts(path, text), { lang: "tsx" });
  // Many a bundler reads JSX in files that are named as if they had none.
  if (/\.[cm]?js$/.test(path)) return toSourceFile(path, text, { lang: "jsx" });
  return toSourceFile(path, text);
}

const endings = ["", ".ts", ".tsx", ".js", ".jsx", ".mts", ".mjs", ".vue", ".svelte"];

/** Finds a file by its path, as bundlers do: without an ending, by the folder, `.js` for what is written as `.ts`. */
function findBeside(
  files: ReadonlyMap<string, SourceFile>,
  from: string,
  specifier: string,
): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  const base = normalize(join(dirname(from), specifier.replace(/[?#].*$/, "")));
  const typed = base.replace(/\.([cm]?)js(x?)$/, ".$1ts$2");
  return [
    ...endings.map((ending) => base + ending),
    typed,
    ...endings.slice(1).map((ending) => join(base, `index${ending}`)),
  ].find((path) => files.has(path));
}
