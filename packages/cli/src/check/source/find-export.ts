import { isBuiltin } from "node:module";

import type { Node } from "oxc-parser";

import type { Modules } from "./project.ts";
import type { SourceFile } from "./source-file.ts";

/** Where a specifier or an export leads, through all files that pass it on. */
export type Origin =
  /** An identifier or expression of a file. */
  | { readonly kind: "node"; readonly file: SourceFile; readonly node: Node }
  | { readonly kind: "module"; readonly file: SourceFile }
  | { readonly kind: "outside"; readonly path: readonly string[] };

/** Finds the file that a specifier means; a package or a module of Node's is outside. */
export function findModule(
  project: Modules,
  from: SourceFile,
  specifier: string,
): Exclude<Origin, { kind: "node" }> | undefined {
  const file = project.resolve(from, specifier);
  if (file !== undefined) return { kind: "module", file };
  // A path that leads to no code: data, or a mistake.
  if (/^\.{0,2}\//.test(specifier)) return undefined;
  const name = isBuiltin(specifier) ? `node:${specifier.replace(/^node:/, "")}` : specifier;
  return { kind: "outside", path: [name] };
}

/** Finds what a module's name is, where it was written. `*` is all of the module. */
export function findImported(
  project: Modules,
  from: SourceFile,
  specifier: string,
  name: string,
  seen: Set<string> = new Set(),
): Origin | undefined {
  const found = findModule(project, from, specifier);
  if (found === undefined || name === "*") return found;
  if (found.kind === "outside") return { kind: "outside", path: withName(found.path, name) };
  return findExport(project, found.file, name, seen);
}

/** Finds what a file exports by a name, where it was written. */
export function findExport(
  project: Modules,
  file: SourceFile,
  name: string,
  seen: Set<string> = new Set(),
): Origin | undefined {
  // Files may pass things on in a circle.
  const key = `${file.path} ${name}`;
  if (seen.has(key)) return undefined;
  seen.add(key);
  const found = file.exports.named.get(name);
  if (found?.kind === "from") return findImported(project, file, found.specifier, found.name, seen);
  if (found !== undefined)
    return { kind: "node", file, node: found.kind === "own" ? found.id : found.node };
  for (const star of file.exports.stars) {
    const origin = findImported(project, file, star, name, seen);
    // Of a package nobody knows here what it exports.
    if (origin !== undefined && origin.kind !== "outside") return origin;
  }
  return undefined;
}

/** A name that hangs from something outside; the default of a module of Node's is the module. */
export function withName(path: readonly string[], name: string): readonly string[] {
  return name === "default" && path.length === 1 ? path : [...path, name];
}
