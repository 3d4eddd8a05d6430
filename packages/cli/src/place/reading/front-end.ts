import { dirname, join, normalize } from "node:path";

import type { Undecided } from "servery/boundary";

import { toShown } from "../../app/find-file.ts";
import { createLookUp, type LookUp } from "../../check/source/look-up.ts";
import { lineAt, type SourceFile, toSourceFile } from "../../check/source/source-file.ts";
import { findAdditions, type Additions } from "./additions.ts";
import { keepScripts } from "./keep-scripts.ts";

/** A file that browsers get, or whose parts they get. */
export interface FrontEndFile {
  readonly path: string;
  readonly text: string;
}

/** All that browsers get of an app's own code, read and ready to be looked at. */
export interface FrontEnd {
  /** All, but those that cannot be read: whichever of them may be given what calls by another. */
  readonly files: readonly SourceFile[];
  readonly lookUp: LookUp;
  /** All, as they are written. */
  readonly given: readonly FrontEndFile[];
  /** Where a specifier of a file leads. */
  readonly findFile: Resolve;
  readonly undecided: readonly Undecided[];
  /** What a file adds to things after they were made. */
  additionsOf(file: SourceFile): Additions;
}

/** Where a specifier of a file leads, by the path; `undefined` for what is not among the files. */
export type Resolve = (from: string, specifier: string) => string | undefined;

const pageKind = /\.(?:html?|vue|svelte|astro)$/;
/** Whether a file is a page or a component with scripts in it. */
export function isPage(path: string): boolean {
  return pageKind.test(path);
}

const codeKind = /\.[cm]?[jt]sx?$/;

/** Reads the modules and pages of a front-end. What is neither is left out. */
export function readFrontEnd(all: readonly FrontEndFile[], resolve?: Resolve): FrontEnd {
  const given = all.filter(({ path }) => isPage(path) || codeKind.test(path));
  const texts = new Map(given.map(({ path, text }) => [path, text]));
  const files = new Map<string, SourceFile | undefined>();
  const undecided: Undecided[] = [];
  const find = remember(resolve ?? ((from, specifier) => findBeside(texts, from, specifier)));
  function read(path: string | undefined): SourceFile | undefined {
    const text = path === undefined ? undefined : texts.get(path);
    if (path === undefined || text === undefined) return undefined;
    if (files.has(path)) return files.get(path);
    const file = tryToRead(path, text, undecided);
    files.set(path, file);
    return file;
  }
  const lookUp = createLookUp({ resolve: ({ path }, specifier) => read(find(path, specifier)) });
  const additions = new Map<SourceFile, Additions>();
  return {
    files: given.flatMap(({ path }) => read(path) ?? []),
    lookUp,
    undecided,
    given,
    findFile: find,
    additionsOf(file) {
      const known = additions.get(file) ?? findAdditions(file);
      additions.set(file, known);
      return known;
    },
  };
}

function remember(resolve: Resolve): Resolve {
  const known = new Map<string, string | undefined>();
  return (from, specifier) => {
    const key = `${from} ${specifier}`;
    if (!known.has(key)) known.set(key, resolve(from, specifier));
    return known.get(key);
  };
}

function tryToRead(path: string, text: string, undecided: Undecided[]): SourceFile | undefined {
  try {
    return readFile(path, text, undecided);
  } catch (error) {
    const reason = `it cannot be read: ${error instanceof Error ? error.message : String(error)}`;
    undecided.push({ subject: toShown(path), reason });
    return undefined;
  }
}

function readFile(path: string, text: string, undecided: Undecided[]): SourceFile {
  if (isPage(path)) {
    const { code, unread } = keepScripts(text);
    const file = toSourceFile(path, code, { lang: "tsx" });
    for (const line of new Set(unread.map((start) => lineAt(file, start))))
      undecided.push({
        subject: `${toShown(path)}:${line}`,
        reason: "what it does on an event cannot be read",
      });
    return file;
  }
  // Many a bundler reads JSX in files that are named as if they had none.
  if (/\.[cm]?js$/.test(path)) return toSourceFile(path, text, { lang: "jsx" });
  return toSourceFile(path, text);
}

const endings = ["", ".ts", ".tsx", ".js", ".jsx", ".mts", ".mjs", ".vue", ".svelte"];

/** Finds a file by its path, as bundlers do: without an ending, by the folder, `.js` for what is written as `.ts`. */
function findBeside(
  files: ReadonlyMap<string, unknown>,
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
