import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { parseSync } from "oxc-parser";

import type { LoadedImport } from "./load-imports.ts";
import { isPackaged } from "./read-module.ts";

/** What is asked for: names, or everything. */
type Asked = ReadonlySet<string> | "all";

/** A way into a module. */
export interface Importer {
  readonly from: string;
  readonly by: LoadedImport;
}

interface AskedContext {
  readonly entries: readonly string[];
  importersOf(path: string): readonly Importer[];
}

/**
 * Makes what tells whether a module hands on something that is asked for. Of packages without side effects bundlers leave
 * out what an index hands on and nobody asks for by name.
 */
export function createAskedNames({
  entries,
  importersOf,
}: AskedContext): (importer: Importer) => boolean {
  function askedOf(path: string, seen: ReadonlySet<string>): Asked {
    if (entries.includes(path)) return "all";
    const names = new Set<string>();
    for (const { from, by } of importersOf(path)) {
      const asked = askedBy(from, by, seen);
      if (asked === "all") return "all";
      for (const name of asked) names.add(name);
    }
    return names;
  }

  function askedBy(from: string, by: LoadedImport, seen: ReadonlySet<string>): Asked {
    if (by.asks !== undefined) return new Set(by.asks);
    if (by.kind !== "export" || by.gives !== undefined) return "all";
    return seen.has(from) ? new Set() : askedOf(from, new Set([...seen, from]));
  }

  return ({ from, by }) => {
    if (by.kind !== "export" || by.to === undefined || !hasNoEffects(from)) return true;
    const asked = askedOf(from, new Set([from]));
    const given = by.gives ?? exportsOf(by.to);
    if (asked === "all" || given === "all") return true;
    return given.some((name) => asked.has(name));
  };
}

/** Whether a module is of a package that says, `"sideEffects": false`, that what is not used may be left out. */
function hasNoEffects(path: string): boolean {
  if (!isPackaged(path)) return false;
  for (let at = dirname(path); dirname(at) !== at; at = dirname(at)) {
    const manifest = join(at, "package.json");
    if (!existsSync(manifest)) continue;
    const text = readFileSync(manifest, "utf8");
    // A manifest within a package often says no more than which kind its modules are.
    if (/"name"\s*:/.test(text)) return /"sideEffects"\s*:\s*false/.test(text);
  }
  return false;
}

function exportsOf(path: string): readonly string[] | "all" {
  const { module, errors } = parseSync(path, readFileSync(path, "utf8"));
  const entries = module.staticExports.flatMap((each) => each.entries);
  const names = entries.map(({ exportName }) => exportName.name ?? undefined);
  if (errors.length > 0 || !module.hasModuleSyntax) return "all";
  // Of `export *` names are not known here, and `default` is not handed on by it.
  const isStar = entries.some(({ exportName }) => exportName.kind === "None");
  return isStar ? "all" : names.filter((name) => name !== undefined);
}
