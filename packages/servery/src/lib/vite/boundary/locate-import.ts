import { readFile } from "node:fs/promises";
import { basename } from "node:path";

import type { Place } from "../../boundary/finding.ts";
import { type BundlerContext, toFile } from "./bundler.ts";
import type { GraphSources } from "./bundle-graph.ts";
import { unasked } from "./import-log.ts";

/** One module asking for another, by their ids. */
export interface Asking {
  readonly importer: string;
  readonly target: string;
  /** How it is known to be written; what was asked of the bundler is looked up. */
  readonly written?: readonly string[];
}

/** Where in its file a module asks for another; its first line where that cannot be seen. */
export async function locateImport(
  context: BundlerContext,
  { log }: GraphSources,
  { importer, target, written = [] }: Asking,
): Promise<Pick<Place, "line" | "column">> {
  const specifiers = [...written];
  for (const { source, to } of log.of(importer))
    if (to === target || (to === unasked && (await leadsTo(context, source, importer, target))))
      specifiers.push(source);
  return locateText(toFile(importer), [...specifiers, basename(toFile(target))]);
}

/** Where the first of these texts that is in a file stands; its first line where none is. */
export async function locateText(
  file: string,
  wanted: readonly string[],
): Promise<Pick<Place, "line" | "column">> {
  return placeOf(await readFile(file, "utf8").catch(() => ""), wanted);
}

async function leadsTo(context: BundlerContext, source: string, importer: string, target: string) {
  return (await context.resolve(source, importer))?.id === target;
}

/** Where the first of these texts that is there stands: rather where it is imported than where it is spoken of. */
function placeOf(text: string, wanted: readonly string[]): Pick<Place, "line" | "column"> {
  for (const each of wanted) {
    const at = indexOf(text, each);
    if (at === -1) continue;
    const before = text.slice(0, at).split("\n");
    return { line: before.length, column: before.at(-1)!.length + 1 };
  }
  return { line: 1, column: 1 };
}

function indexOf(text: string, wanted: string): number {
  const plain = wanted.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  const imported = new RegExp(
    `(?:\\bfrom|\\bimport|\\bURL|\\brequire)\\b\\s*\\(?\\s*["'\`]${plain}["'\`]`,
    "gi",
  );
  for (const { 0: statement, index } of text.matchAll(imported))
    if (!ofTypes.test(text.slice(0, index))) return index + statement.lastIndexOf(wanted) - 1;
  return text.indexOf(wanted);
}

/** The start of a statement that compilers drop. */
const ofTypes = /\b(?:import|export)\s+type\b[^;"']*$/;
