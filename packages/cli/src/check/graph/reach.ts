import { createAskedNames, type Importer } from "./asked-names.ts";
import type { LoadedModule } from "./load-modules.ts";
import type { LoadedImport } from "./load-imports.ts";
import { readValueNames } from "./value-names.ts";

type Modules = ReadonlyMap<string, LoadedModule>;

/** What browsers get of a graph. */
export interface Reached {
  readonly paths: ReadonlySet<string>;
  /** A module as it is once TypeScript has left out what types alone use. */
  read(path: string): LoadedModule | undefined;
}

/**
 * Finds what entries bring. Where something is to be told of a module, the way to it is looked at closely: an import whose
 * names are only used as types is left out by compilers, and so is what an index of a package hands on for nobody. To look
 * at all imports so would cost more than all the rest.
 */
export function findReached(entries: readonly string[], modules: Modules): Reached {
  const judge = createJudge();
  const left = new Set<LoadedImport>();
  for (;;) {
    const before = left.size;
    const ways = findWays(entries, modules, left);
    const importersOf = createImporters(modules, ways, left);
    const isAsked = createAskedNames({ entries, importersOf });
    const certain = new Set<string>();
    const look = (way: Importer) => {
      if (judge(way) && isAsked(way)) return;
      left.add(way.by);
      // Whoever else imports it is looked at too, so that it is not done one by one.
      for (const other of importersOf(way.by.to!)) if (!judge(other)) left.add(other.by);
    };
    for (const path of ways.keys())
      if (isToBeTold(modules.get(path))) markWay(path, ways, certain, look);
    if (left.size === before)
      return { paths: new Set(ways.keys()), read: (path) => withoutLeft(modules.get(path), left) };
  }
}

/** Makes what tells who imports a module. */
function createImporters(
  modules: Modules,
  reached: ReadonlyMap<string, unknown>,
  left: ReadonlySet<LoadedImport>,
): (path: string) => readonly Importer[] {
  let importers: Map<string, Importer[]> | undefined;
  function read(): Map<string, Importer[]> {
    const found = new Map<string, Importer[]>();
    for (const from of reached.keys())
      for (const by of modules.get(from)?.imports ?? []) {
        if (by.to === undefined || left.has(by)) continue;
        const list = found.get(by.to);
        if (list === undefined) found.set(by.to, [{ from, by }]);
        else list.push({ from, by });
      }
    return found;
  }
  return (path) => (importers ??= read()).get(path) ?? [];
}

/** For each module that is reached, how: the shortest way comes first. */
function findWays(
  entries: readonly string[],
  modules: Modules,
  left: ReadonlySet<LoadedImport>,
): ReadonlyMap<string, Importer | undefined> {
  const ways = new Map<string, Importer | undefined>(entries.map((path) => [path, undefined]));
  // A map's iteration also visits what is added to it meanwhile.
  for (const path of ways.keys()) {
    const module = modules.get(path);
    if (module === undefined || module.reason !== undefined) continue;
    for (const by of module.imports)
      if (by.to !== undefined && !ways.has(by.to) && !left.has(by))
        ways.set(by.to, { from: path, by });
  }
  return ways;
}

function isToBeTold(module: LoadedModule | undefined): boolean {
  if (module === undefined) return false;
  return module.reason !== undefined || module.findings.length > 0 || module.undecided.length > 0;
}

function markWay(
  path: string,
  ways: ReadonlyMap<string, Importer | undefined>,
  certain: Set<string>,
  look: (way: Importer) => void,
): void {
  for (let at = path; !certain.has(at);) {
    certain.add(at);
    const way = ways.get(at);
    if (way === undefined) return;
    look(way);
    at = way.from;
  }
}

/** Tells whether an import is by value. */
function createJudge(): (way: Importer) => boolean {
  const names = new Map<string, ReadonlySet<string>>();
  return ({ from, by: { doubtful } }) => {
    if (doubtful === undefined) return true;
    const used = names.get(from) ?? readValueNames(from);
    names.set(from, used);
    return doubtful.some((name) => used.has(name));
  };
}

function withoutLeft(module: LoadedModule | undefined, left: ReadonlySet<LoadedImport>) {
  if (module === undefined || left.size === 0) return module;
  return { ...module, imports: module.imports.filter((each) => !left.has(each)) };
}
