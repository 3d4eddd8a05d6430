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
  /** Once through all that hands it on: of paths through several barrels there may be more than one can walk. */
  function askedOf(path: string): Asked {
    const names = new Set<string>();
    const handingOn = new Set([path]);
    for (const each of handingOn) {
      if (entries.includes(each)) return "all";
      for (const { from, by } of importersOf(each))
        if (by.asks !== undefined) for (const name of by.asks) names.add(name);
        else if (by.kind !== "export" || by.gives !== undefined) return "all";
        else handingOn.add(from);
    }
    return names;
  }

  return ({ from, by }) => {
    if (by.kind !== "export" || by.to === undefined || !hasNoEffects(from)) return true;
    const asked = askedOf(from);
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
