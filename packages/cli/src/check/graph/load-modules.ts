import {
  type Finding,
  findServerReason,
  type GraphModule,
  type ServerReason,
  type Undecided,
} from "servery/boundary";

import { type ImportContext, type LoadedImport, toImports, toMissing } from "./load-imports.ts";
import { createPlacer, type Placer } from "./place-in-text.ts";
import { readModule, type ReadModule } from "./read-module.ts";
import { readValueNames } from "./value-names.ts";
import type { ViteSettings } from "./vite/vite-settings.ts";
import type { WrittenModule } from "./written-module.ts";

/** A module with what is to be told of it, if a browser gets it. */
export interface LoadedModule extends GraphModule {
  readonly imports: readonly LoadedImport[];
  readonly reason: ServerReason | undefined;
  readonly findings: readonly Finding[];
  readonly undecided: readonly Undecided[];
  /** Its syntax could not be read. */
  readonly isBroken?: boolean;
}

/** What loading needs to know of the app. */
export interface LoadContext extends ImportContext {
  readonly vite: ViteSettings;
  /** Folders and files of the server. */
  readonly server: readonly string[];
  readonly secretNames: ReadonlySet<string>;
  show(path: string): string;
  /** What is to be told of a module by itself. */
  judge(module: JudgedModule): readonly Finding[];
}

/** A module that was read, to be judged by itself. */
export interface JudgedModule extends ReadModule {
  readonly path: string;
  readonly shown: string;
  /** Its source is sent as it is: `?raw`, `?url`. */
  readonly asSource: boolean;
  readonly place: Placer;
}

/**
 * Reads all that entries bring, each file once. Behind a module of the server nothing is read: what that brings is there
 * because of it.
 */
export function loadModules(
  entries: readonly string[],
  context: LoadContext,
): ReadonlyMap<string, LoadedModule> {
  const modules = new Map<string, LoadedModule>();
  const asked = new Set(entries);
  // A set's iteration also visits what is added to it meanwhile.
  for (const key of asked) {
    const module = loadModule(key, context);
    modules.set(key, module);
    if (module.reason !== undefined) continue;
    for (const { to } of module.imports) if (to !== undefined) asked.add(to);
  }
  return modules;
}

/** @param key a path, with a query for what is sent as it is. */
function loadModule(key: string, context: LoadContext): LoadedModule {
  const [path = "", query] = key.split("?", 2);
  const shown = context.show(path) + (query === undefined ? "" : `?${query}`);
  const empty = { path: key, shown, imports: [], environment: [], findings: [], undecided: [] };
  const reason = findServerReason(empty, context);
  try {
    // What cannot be read is the server's all the same if it lies there.
    const read = readModule(path);
    if (query === undefined && isReplacedContract(read.written, context.vite))
      return { ...empty, reason: undefined };
    if (reason !== undefined) return { ...empty, reason };
    const place = createPlacer(read.text, context.show(path));
    return toLoaded(key, { ...read, path, shown, place, asSource: query !== undefined }, context);
  } catch (error) {
    if (reason !== undefined) return { ...empty, reason };
    const why = error instanceof Error ? error.message : String(error);
    const undecided = [{ subject: shown, reason: `it cannot be read: ${why}` }];
    return { ...empty, reason: undefined, undecided, isBroken: error instanceof SyntaxError };
  }
}

function toLoaded(path: string, read: JudgedModule, context: LoadContext): LoadedModule {
  const { shown, place, asSource } = read;
  const { imports, findings } = toImports(read, context);
  const environment = read.written.reads.flatMap(({ from, name, offset }) =>
    from === "process" && name !== undefined ? [{ name, ...place(offset) }] : [],
  );
  const first = { path, shown, environment, imports };
  const { reason, ...module } = settle(first, context);
  const undecided = module.imports.filter(({ missing }) => missing).map(toMissing);
  const loaded = { ...module, reason, undecided, findings };
  if (reason !== undefined) return loaded;
  const judged = context.judge(read);
  // What it imports says what it is, but nothing of that is sent with its source.
  if (asSource) return { ...loaded, imports: [], undecided: [], findings: judged };
  return { ...loaded, findings: [...findings, ...judged] };
}

type Unsettled = Pick<LoadedModule, "path" | "shown" | "environment" | "imports">;

/**
 * Tells what a module is, and what remains of its imports that TypeScript may leave out, where they decide that. Elsewhere it
 * is asked only if something is to be told: to look at all of them would cost more than all the rest.
 */
function settle(module: Unsettled, context: LoadContext): Unsettled & Pick<LoadedModule, "reason"> {
  const reason = findServerReason(module, context);
  const doubtful = module.imports.filter((each) => each.doubtful !== undefined);
  const decides =
    doubtful.length > 0 && (reason !== undefined || doubtful.some(({ to }) => to === undefined));
  if (!decides) return { ...module, reason };
  const used = readValueNames(module.path.replace(/\?.*$/s, ""));
  const imports = module.imports.flatMap((each) => {
    const { doubtful: names, ...sure } = each;
    return names === undefined || names.some((name) => used.has(name)) ? [sure] : [];
  });
  return { ...module, imports, reason: findServerReason({ ...module, imports }, context) };
}

/**
 * In browsers the plugin puts routes in the place of a contract module, and with them nothing that it imports. Where it
 * exports something that is exposed, that may bring what it imports.
 */
function isReplacedContract({ contract }: WrittenModule, { exposed }: ViteSettings): boolean {
  if (contract === undefined || exposed === "all") return false;
  return !contract.values().some((name) => exposed.has(name));
}
