import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/**
 * Makes what finds the file that a specifier names exactly, `./a.ts`, by a look into its folder, each of which is read once.
 * Most specifiers of apps do, and a resolver would ask the disk several times for each. What is not found so, is linked, or
 * may have another file for browsers by its package's `browser`, is for the resolver.
 */
export function createNearFiles(): (from: string, specifier: string) => string | undefined {
  const folders = new Map<string, ReadonlySet<string>>();
  const mapped = new Map<string, boolean>();

  function filesIn(folder: string): ReadonlySet<string> {
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const files = isReal(folder) && !isMapped(folder) ? listFiles(folder) : [];
    const listed = new Set(files);
    folders.set(folder, listed);
    return listed;
  }

  /** Whether the folder's package says that browsers get other files. */
  function isMapped(folder: string): boolean {
    const known = mapped.get(folder);
    if (known !== undefined) return known;
    const manifest = join(folder, "package.json");
    const above = dirname(folder);
    const found = existsSync(manifest)
      ? /"browser"\s*:/.test(readFileSync(manifest, "utf8"))
      : above !== folder && isMapped(above);
    mapped.set(folder, found);
    return found;
  }

  return (from, specifier) => {
    if (!/^\.{1,2}\/.*\.\w+$/.test(specifier)) return undefined;
    const path = resolve(dirname(from), specifier);
    return filesIn(dirname(path)).has(basename(path)) ? path : undefined;
  };
}

function isReal(folder: string): boolean {
  return existsSync(folder) && realpathSync(folder) === folder;
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [entry.name] : [],
  );
}
