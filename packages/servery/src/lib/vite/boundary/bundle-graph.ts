import { readFile } from "node:fs/promises";

import type { GraphModule, ModuleImport } from "../../boundary/graph/module-graph.ts";
import { isScript } from "../module-record.ts";
import { isEmptied } from "./browser-field.ts";
import { asFile, type BundlerContext, isSourceOf, isVirtual, isWorker, toFile } from "./bundler.ts";
import { speaksContract } from "./contract-syntax.ts";
import { withoutDead } from "./dead-imports.ts";
import { type ImportLog, isNothing, isTelling, toTarget } from "./import-log.ts";
import { importsOf } from "./module-imports.ts";
import { namedFilesOf } from "./named-files.ts";
import { isPage, pageFilesOf } from "./page-files.ts";
import { parseSource } from "./parse-source.ts";
import { toShownName } from "./shown-name.ts";
import { isStyle, styleFilesOf } from "./style-files.ts";
import { findEnvironmentReads, findImports } from "./syntax-facts.ts";

/** What a bundler's graph is read with, beside the bundler itself. */
export interface GraphSources {
  /** The folder that paths are shown from. */
  readonly base: string;
  readonly log: ImportLog;
  /** What a build has read of its graph, until the next one begins. */
  readonly modules: Map<string, Promise<BrowserModule | undefined>>;
  /** Pages, styles, and the code of modules that name files relative to themselves, as they were before they were compiled. */
  readonly written: ReadonlyMap<string, string>;
  /** Variables of the environment that the build puts something in the place of; `*` for all. */
  readonly defined: ReadonlySet<string>;
  /** True where workers are bundled or asked for by themselves. */
  readonly workersApart: boolean;
  /** Where packages lie that are bundled ahead. */
  readonly cacheFolder: string | undefined;
}

/** A module that browsers get, by the bundler's name for it. */
export interface BrowserModule extends GraphModule {
  readonly id: string;
  /** True for a contract that is sent as it is written. */
  readonly isContractSource: boolean;
}

/** Stands before the module that an import leads to, where nothing of it comes with its importer. */
const notFollowed = "\0not-followed:";

/** Reads one module of a bundler's graph, once in a build; `undefined` for what has no code here. */
export function readModule(
  context: BundlerContext,
  sources: GraphSources,
  id: string,
): Promise<BrowserModule | undefined> {
  const known = sources.modules.get(id);
  if (known !== undefined) return known;
  const module = readNewly(context, sources, id);
  sources.modules.set(id, module);
  return module;
}

async function readNewly(
  context: BundlerContext,
  sources: GraphSources,
  id: string,
): Promise<BrowserModule | undefined> {
  if (id.startsWith(notFollowed) || isNothing(id)) return undefined;
  // It is judged by itself, wherever it is bundled.
  if (isWorker(id) && sources.workersApart) return toModule(sources, id);
  const info = isSourceOf(id) ? null : context.getModuleInfo(id);
  if (info === null) return readAlone(context, sources, id);
  const imports = [
    ...(await withoutDead(context, info, importsOf(sources.log, info))),
    ...(await filesOf(context, sources, id)),
  ];
  const environment = await environmentOf(context, sources, id, info.code ?? "");
  return { ...toModule(sources, id), imports, environment };
}

/** The files that a module brings without importing them. What is sent as it is written brings none. */
export async function filesOf(
  context: BundlerContext,
  { written, workersApart }: GraphSources,
  id: string,
): Promise<readonly ModuleImport[]> {
  if (id.endsWith(asFile) || /[?&]raw\b/.test(id)) return [];
  const text = written.get(id);
  if (isStyle(id)) return styleFilesOf(context, id, text);
  if (isPage(id)) return text === undefined ? [] : pageFilesOf(context, id, text);
  const names = text?.includes("import.meta.url") ?? false;
  return names ? namedFilesOf(context, id, text!, workersApart) : [];
}

/** Reads a module that a bundler has not: its source or its address is brought, or it is a style or data. */
export async function readAlone(
  context: BundlerContext,
  sources: GraphSources,
  id: string,
): Promise<BrowserModule> {
  const file = toFile(id);
  const code = isScript(file) ? await readFile(file, "utf8").catch(() => "") : "";
  const module = await judgeCode(context, sources, id, code);
  return { ...module, imports: [...module.imports, ...(await filesOf(context, sources, id))] };
}

/**
 * Judges one module while others are not known yet, and no other module is to be followed.
 * @param code as it is now; a module that only has another's source or address in it is read from its file.
 */
export function judgeModule(
  context: BundlerContext,
  sources: GraphSources,
  id: string,
  code: string,
): Promise<BrowserModule> {
  return isSourceOf(id) ? readAlone(context, sources, id) : judgeCode(context, sources, id, code);
}

/** What a module's own code says of it: enough to tell whether it belongs on the server, and nothing to be followed. */
export async function judgeCode(
  context: BundlerContext,
  sources: GraphSources,
  id: string,
  code: string,
): Promise<BrowserModule> {
  const program = code === "" ? undefined : await parseSource(context, id, code);
  const imports: ModuleImport[] = [];
  for (const { source, kind, isDead } of program === undefined ? [] : findImports(program)) {
    if (isDead || !isTelling(source)) continue;
    const found = toTarget(await context.resolve(source, toFile(id)));
    const target = found ?? (isEmptied(id, source) ? source : undefined);
    const to = target === undefined ? undefined : notFollowed + toPackaged(sources, source, target);
    imports.push({ file: "", line: 1, column: 1, kind, specifier: source, to });
  }
  const isContractSource = isSourceOf(id) && program !== undefined && speaksContract(program);
  const environment = await environmentOf(context, sources, id, code);
  return { ...toModule(sources, id), imports, environment, isContractSource };
}

/** True for what a dev server has bundled ahead of packages. */
export function isBundledAhead({ cacheFolder }: GraphSources, id: string): boolean {
  return cacheFolder !== undefined && toFile(id).startsWith(`${cacheFolder}/`);
}

/** A package that is bundled ahead is no file of the app's, wherever it is kept. */
function toPackaged(sources: GraphSources, specifier: string, target: string): string {
  return isBundledAhead(sources, target) ? `/node_modules/${specifier}` : target;
}

/** A module of which only its place and its name are known. */
export function toModule({ base }: GraphSources, id: string): BrowserModule {
  const query =
    isSourceOf(id) && !isWorker(id) ? id.slice(id.indexOf("?")).replace(asFile, "") : "";
  const shown = toShownName(base, id) + query;
  const nothing = { imports: [], environment: [], isContractSource: false };
  return { id, path: toFile(id), shown, ...nothing };
}

const hint = /\bprocess\b|process_env_default|\bBun\b|\bDeno\b/;
/** What half of all code asks, and whoever asks nothing else need not be looked at. */
const harmless = /\bprocess\.env\.NODE_ENV\b/g;

/** The variables that a module asks a server's environment for, and nothing has been put in the place of. */
async function environmentOf(
  context: BundlerContext,
  { defined }: GraphSources,
  id: string,
  code: string,
): Promise<BrowserModule["environment"]> {
  if (id.includes("/node_modules/") || isVirtual(id) || defined.has("*")) return [];
  if (!hint.test(code) || !hint.test(code.replaceAll(harmless, " "))) return [];
  const program = await parseSource(context, id, code);
  const names = program === undefined ? [] : findEnvironmentReads(program);
  const left = names.filter((name) => !defined.has(name));
  return left.map((name) => ({ name, file: "", line: 1, column: 1 }));
}
