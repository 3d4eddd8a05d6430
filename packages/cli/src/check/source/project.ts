import { existsSync } from "node:fs";
import { isBuiltin } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

import type { Program } from "oxc-parser";
import { Visitor } from "oxc-parser";

import type { Undecided } from "servery/boundary";
import { toShown } from "../../app/find-file.ts";
import type { RecordedImports } from "./recorded-imports.ts";
import { readSourceFile, type SourceFile } from "./source-file.ts";
import { textOf } from "./syntax.ts";

/** An app's own files: all that its service imports but packages. */
export interface Project {
  readonly files: ReadonlyMap<string, SourceFile>;
  /** The file that a specifier means; `undefined` for a package, a module of Node's, or no code. */
  resolve(from: SourceFile, specifier: string): SourceFile | undefined;
  /** Files that could not be read. */
  readonly unread: readonly Undecided[];
}

/** What is asked of files to follow a name from one to another. */
export type Modules = Pick<Project, "resolve">;

/** Reads an app's own files, from its service on, as Node found them. */
export function readProject(entry: string, imports: Pick<RecordedImports, "find">): Project {
  const files = new Map<string, SourceFile>();
  const unread: Undecided[] = [];
  const waiting = [entry];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (files.has(path)) continue;
    try {
      const file = readSourceFile(path);
      files.set(path, file);
      for (const specifier of specifiersOf(file.program))
        waiting.push(...toList(findFile(imports, path, specifier)));
    } catch (error) {
      unread.push({ subject: toShown(path), reason: `it cannot be read: ${messageOf(error)}` });
    }
  }
  return {
    files,
    unread,
    resolve({ path }, specifier) {
      const found = findFile(imports, path, specifier);
      return found === undefined ? undefined : files.get(found);
    },
  };
}

/** What was not loaded, such as what a handler imports when it runs, is found by its path. */
function findFile({ find }: Pick<RecordedImports, "find">, from: string, specifier: string) {
  if (isBuiltin(specifier) || /^servery(?:\/|$)/.test(specifier)) return undefined;
  const base = pathToFileURL(from);
  const isPath = /^\.{0,2}\//.test(specifier);
  const url = find(base.href, specifier) ?? (isPath ? new URL(specifier, base).href : undefined);
  if (url === undefined || !url.startsWith("file:") || url.includes("/node_modules/"))
    return undefined;
  const path = fileURLToPath(url.replace(/[?#].*$/, ""));
  return /\.[cm]?[jt]s$/.test(path) && existsSync(path) ? path : undefined;
}

function specifiersOf(program: Program): readonly string[] {
  const specifiers: (string | undefined)[] = [];
  new Visitor({
    ImportDeclaration: ({ source, importKind }) =>
      void (importKind !== "type" && specifiers.push(source.value)),
    ExportNamedDeclaration: ({ source, exportKind }) =>
      void (exportKind !== "type" && specifiers.push(source?.value)),
    ExportAllDeclaration: ({ source, exportKind }) =>
      void (exportKind !== "type" && specifiers.push(source.value)),
    ImportExpression: ({ source }) => void specifiers.push(textOf(source)),
  }).visit(program);
  return specifiers.filter((specifier) => specifier !== undefined);
}

function toList<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value];
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
