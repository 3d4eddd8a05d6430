import {
  findServerReason,
  type Finding,
  type GraphModule,
  type ModuleImport,
  type ServerReason,
  type Undecided,
} from "servery/boundary";

import { expandPattern } from "./expand-pattern.ts";
import { createPlacer } from "./place-in-text.ts";
import { isPackaged, readModule, type ReadModule } from "./read-module.ts";
import type { Resolution } from "./resolve-import.ts";
import type { ViteSettings } from "./vite-settings.ts";
import type { WrittenImport, WrittenModule } from "./written-module.ts";

/** An import that TypeScript may leave out. */
export interface LoadedImport extends ModuleImport {
  readonly doubtful?: readonly string[];
}

/** A module with what is to be told of it, if a browser gets it. */
export interface LoadedModule extends GraphModule {
  readonly imports: readonly LoadedImport[];
  readonly reason: ServerReason | undefined;
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
}

/** What loading needs to know of the app. */
export interface LoadContext {
  readonly vite: ViteSettings;
  /** Folders and files of the server. */
  readonly server: readonly string[];
  show(path: string): string;
  resolve(request: {
    readonly kind: ModuleImport["kind"];
    readonly specifier: string;
    readonly from: string;
    readonly address: boolean;
  }): Resolution;
  /** Whether a file's imports stay as they are written. */
  keepsImports(path: string): boolean;
  /** What is to be told of a module's text. */
  judge(module: JudgedModule): readonly Finding[];
}

/** A module that was read, to be judged by itself. */
export interface JudgedModule extends ReadModule {
  readonly path: string;
  readonly shown: string;
  readonly isContract: boolean;
  /** Its source is sent as it is: `?raw`, `?url`. */
  readonly asSource: boolean;
  place(offset: number): { readonly file: string; readonly line: number; readonly column: number };
}

/**
 * Reads all that entries bring, each file once. Behind a module of the server nothing is read: what that brings is there
 * because of it.
 */
export async function loadGraph(
  entries: readonly string[],
  context: LoadContext,
): Promise<ReadonlyMap<string, LoadedModule>> {
  const modules = new Map<string, LoadedModule>();
  const asked = new Set<string>();
  async function visit(key: string): Promise<void> {
    if (asked.has(key)) return;
    asked.add(key);
    const module = await loadModule(key, context);
    modules.set(key, module);
    if (module.reason !== undefined) return;
    await Promise.all(module.imports.map(({ to }) => (to === undefined ? undefined : visit(to))));
  }
  await Promise.all(entries.map(visit));
  return modules;
}

async function loadModule(key: string, context: LoadContext): Promise<LoadedModule> {
  const [path = "", query] = key.split("?", 2);
  const shown = context.show(path) + (query === undefined ? "" : `?${query}`);
  const none = { path: key, shown, imports: [], environment: [], findings: [], undecided: [] };
  let read: ReadModule;
  try {
    read = await readModule(path);
  } catch (error) {
    const reason = findServerReason(none, context);
    const why = error instanceof Error ? error.message : String(error);
    const undecided = [{ subject: shown, reason: `it cannot be read: ${why}` }];
    return { ...none, reason, undecided: reason === undefined ? undecided : [] };
  }
  const isReplaced = query === undefined && isReplacedContract(read.written, context.vite);
  const place = createPlacer(read.text, context.show(path));
  const judged = {
    ...read,
    path,
    shown,
    place,
    asSource: query !== undefined,
    isContract: read.written.contract !== undefined,
  };
  if (isReplaced) return { ...none, reason: findServerReason(none, context) };
  const { imports, undecided, findings } = toImports(judged, context);
  const environment = read.written.reads.flatMap(({ from, name, offset }) =>
    from === "process" && name !== undefined ? [{ name, ...place(offset) }] : [],
  );
  const module = { path: key, shown, environment, imports };
  const reason = findServerReason(module, context);
  // What it names says what it is, but nothing of that is sent with its source.
  if (judged.asSource)
    return { ...module, reason, imports: [], undecided: [], findings: context.judge(judged) };
  return { ...module, reason, undecided, findings: [...findings, ...context.judge(judged)] };
}

/**
 * In browsers the plugin puts routes in the place of a contract module, and with them nothing that it imports. Where it
 * exports something that is exposed, that may bring what it imports.
 */
function isReplacedContract({ contract }: WrittenModule, { exposed }: ViteSettings): boolean {
  if (contract === undefined || exposed === "all") return false;
  return !contract.values().some((name) => exposed.has(name));
}

interface Imports {
  readonly imports: readonly LoadedImport[];
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
}

function toImports({ path, written, place }: JudgedModule, context: LoadContext): Imports {
  const imports: LoadedImport[] = [];
  const undecided: Undecided[] = [];
  const computed = [...written.computed];
  const keeps =
    written.imports.some(({ typesAlone, doubtful }) => typesAlone || doubtful) &&
    context.keepsImports(path);
  for (const each of written.imports) {
    if (each.typesAlone === true && !keeps) continue;
    const { specifier, kind, offset, doubtful } = each;
    const { plain, query } = splitQuery(specifier);
    const found = context.resolve({
      kind,
      specifier: plain,
      from: path,
      address: each.address === true,
    });
    const place_ = place(offset);
    if (found.kind === "left out") continue;
    if (found.kind === "nowhere" && isMissed(each, plain, path))
      undecided.push({
        subject: `"${specifier}" in ${place_.file}:${place_.line}`,
        reason: "it leads nowhere: install the package, or correct the name",
      });
    imports.push({
      ...place_,
      ...toTarget(kind, query, found.kind === "file" ? found.path : undefined),
      specifier,
      ...(doubtful === undefined || keeps ? {} : { doubtful }),
    });
  }
  for (const pattern of written.patterns) {
    const files = expandPattern(pattern, {
      from: path,
      webRoot: context.vite.webRoot,
      aliases: context.vite.aliases,
    });
    if (files === undefined && !isPackaged(path)) computed.push(pattern.offset);
    for (const file of files ?? [])
      if (file !== path)
        imports.push({
          ...place(pattern.offset),
          ...toTarget(pattern.kind, pattern.query, file),
          specifier: pattern.globs.join(),
        });
  }
  return {
    imports,
    undecided,
    findings: computed.map((offset) => toComputedFinding(place(offset))),
  };
}

function splitQuery(specifier: string): { plain: string; query: string } {
  const at = specifier.indexOf("?");
  return at === -1
    ? { plain: specifier, query: "" }
    : { plain: specifier.slice(0, at), query: specifier.slice(at) };
}

/** What is asked for as text or as an address is sent as it is, however it is asked for. */
function toTarget(
  kind: ModuleImport["kind"],
  query: string,
  path: string | undefined,
): Pick<ModuleImport, "kind" | "to"> {
  if (/[?&](?:shared)?worker\b/.test(query)) return { kind: "worker", to: path };
  const raw =
    /[?&](raw|url|inline|no-inline)\b/.exec(query)?.[1] ?? (kind === "asset" ? "url" : undefined);
  if (raw === undefined) return { kind, to: path };
  return { kind: "asset", to: path === undefined ? undefined : `${path}?${raw}` };
}

/** Whether it matters that something is not found: packages ask for what may be missing, and addresses may be a server's. */
function isMissed({ kind, address }: WrittenImport, specifier: string, from: string): boolean {
  if (isPackaged(from) || address === true || kind === "style" || kind === "asset") return false;
  if (/^(?:https?:|data:|blob:|\/\/)/.test(specifier)) return false;
  return !/^(?:node:|vite\/modulepreload-polyfill$)/.test(specifier);
}

function toComputedFinding(place: { file: string; line: number; column: number }): Finding {
  return {
    rule: "graph/dynamic-import",
    severity: "error",
    ...place,
    subject: "computed import",
    message: "What is imported here is computed, so nobody can tell what a browser gets by it.",
    fix: 'Name the module, or the folder and the ending: import("./pages/home.ts"), import(`./pages/${name}.ts`).',
    within: [],
    chain: [],
  };
}
