import { readFile } from "node:fs/promises";
import { relative } from "node:path";

import type { GraphModule, ModuleImport } from "../../boundary/graph/module-graph.ts";
import { isScript } from "../module-record.ts";
import { isEmptied } from "./browser-field.ts";
import {
  asFile,
  type BundlerContext,
  isGoBetween,
  isSourceOf,
  isVirtual,
  toFile,
} from "./bundler.ts";
import { type ImportLog, isTelling, isNothing, toTarget } from "./import-log.ts";
import { withoutDead } from "./dead-imports.ts";
import { importsOf } from "./module-imports.ts";
import { namedFilesOf, styleFilesOf } from "./named-files.ts";
import { parseSource } from "./parse-source.ts";
import { findEnvironmentReads, findImports } from "./syntax-facts.ts";

/** What a bundler's graph is read with, beside the bundler itself. */
export interface GraphSources {
  /** The folder that paths are shown from. */
  readonly base: string;
  readonly log: ImportLog;
  /** The code of modules that name files relative to themselves, as it was before it was compiled. */
  readonly naming: ReadonlyMap<string, string>;
  /** Variables of the environment that the build puts something in the place of; `*` for all. */
  readonly defined: ReadonlySet<string>;
  /** True where workers have a bundle of their own, which is checked as one. */
  readonly workersApart: boolean;
  /** Where packages lie that are bundled ahead. */
  readonly cacheFolder: string | undefined;
}

/** Stands before the module that an import leads to, where nothing of it comes with its importer. */
const notFollowed = "\0not-followed:";

/** Reads one module of a bundler's graph; `undefined` for what has no code here. */
export async function readModule(
  context: BundlerContext,
  sources: GraphSources,
  id: string,
): Promise<GraphModule | undefined> {
  if (id.startsWith(notFollowed) || isNothing(id)) return undefined;
  const info = isSourceOf(id) ? null : context.getModuleInfo(id);
  if (info === null) return readAlone(context, sources, id);
  const named = sources.naming.get(id);
  const imports = [
    ...(await withoutDead(context, info, importsOf(sources.log, info))),
    ...(named === undefined ? [] : await namedFilesOf(context, id, named, sources.workersApart)),
    ...(await styleFilesOf(id)),
  ];
  return toModule(sources, id, imports, environmentOf(context, id, info.code ?? ""));
}

/** Reads a module that a bundler has not: its source or its address is brought, or it is a style or data. */
async function readAlone(
  context: BundlerContext,
  sources: GraphSources,
  id: string,
): Promise<GraphModule> {
  const file = toFile(id);
  const code = isScript(file) ? await readFile(file, "utf8").catch(() => "") : "";
  const module = await judgeCode(context, sources, id, code);
  // A style that is asked for as text is put together first, unless it is wanted as it is written.
  const styles = /[?&]raw\b/.test(id) ? [] : await styleFilesOf(id);
  return { ...module, imports: [...module.imports, ...styles] };
}

/**
 * Judges one module while others are not known yet, and nothing of it is to be followed.
 * @param code as it is now; a module that only has another's source or address in it is read from its file.
 */
export function judgeModule(
  context: BundlerContext,
  sources: GraphSources,
  id: string,
  code: string,
): Promise<GraphModule> {
  return isSourceOf(id) ? readAlone(context, sources, id) : judgeCode(context, sources, id, code);
}

/** A file of which only its place and its name are known. */
export function toPathModule(sources: GraphSources, file: string): GraphModule {
  return toModule(sources, file, [], []);
}

/** What a module's own code says of it: enough to tell whether it belongs on the server, and nothing to be followed. */
export async function judgeCode(
  context: BundlerContext,
  sources: GraphSources,
  id: string,
  code: string,
): Promise<GraphModule> {
  const program = code === "" ? undefined : parseSource(context, id, code);
  const imports: ModuleImport[] = [];
  for (const { source, kind, isDead } of program === undefined ? [] : findImports(program)) {
    if (isDead || !isTelling(source)) continue;
    const found = toTarget(await context.resolve(source, toFile(id)));
    const target = found ?? (isEmptied(id, source) ? source : undefined);
    const to = target === undefined ? undefined : notFollowed + toPackaged(sources, source, target);
    imports.push({ file: "", line: 1, column: 1, kind, specifier: source, to });
  }
  return toModule(sources, id, imports, environmentOf(context, id, code));
}

/** True for what a dev server has bundled ahead of packages. */
export function isBundledAhead({ cacheFolder }: GraphSources, id: string): boolean {
  return cacheFolder !== undefined && toFile(id).startsWith(`${cacheFolder}/`);
}

/** A package that is bundled ahead is no file of the app's, wherever it is kept. */
function toPackaged(sources: GraphSources, specifier: string, target: string): string {
  return isBundledAhead(sources, target) ? `/node_modules/${specifier}` : target;
}

function toModule(
  { base, defined }: GraphSources,
  id: string,
  imports: readonly ModuleImport[],
  names: readonly string[],
): GraphModule {
  const query = isSourceOf(id) ? id.slice(id.indexOf("?")).replace(asFile, "") : "";
  const read = defined.has("*") ? [] : names.filter((name) => !defined.has(name));
  return {
    path: toFile(id),
    shown: nameOf(base, id) + query,
    imports,
    environment: read.map((name) => ({ name, file: "", line: 1, column: 1 })),
  };
}

/** What is made up has no path, unless it is made of a file; what stands between others is marked, to be left out. */
function nameOf(base: string, id: string): string {
  if (isGoBetween(id)) return id;
  return /^\0(?!\/)/.test(id) ? toFile(id) : toShown(base, toFile(id));
}

/** A path as it is written in the app's folder, with slashes. */
export function toShown(base: string, file: string): string {
  return relative(base, file).replaceAll("\\", "/");
}

const hint = /\bprocess\b|\bBun\b|\bDeno\b/;

function environmentOf(context: BundlerContext, id: string, code: string): readonly string[] {
  if (id.includes("/node_modules/") || isVirtual(id) || !hint.test(code)) return [];
  const program = parseSource(context, id, code);
  return program === undefined ? [] : findEnvironmentReads(program);
}
