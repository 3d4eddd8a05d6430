import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/**
 * Makes what finds the file at a path, by a look into its folder, each of which is read once. Most specifiers of apps lead to
 * such a file, and a resolver would ask the disk several times for each. What is not found so, is linked, or may have another
 * file for browsers by its package's `browser`, is for the resolver.
 */
export function createNearFiles(): (
  path: string,
  /** What may be left out of its name; the first that is there counts. */
  endings: readonly string[],
) => string | undefined {
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

  return (path, endings) => {
    const files = filesIn(dirname(path));
    const name = basename(path);
    if (files.has(name)) return path;
    // `./a.js` may stand for `a.ts`, which the resolver knows.
    const ending = isCode.test(name) ? undefined : endings.find((each) => files.has(name + each));
    return ending === undefined ? undefined : path + ending;
  };
}

const isCode = /\.(?:[cm]?[jt]s|[jt]sx)$/;

function isReal(folder: string): boolean {
  return existsSync(folder) && realpathSync(folder) === folder;
}

function listFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [entry.name] : [],
  );
}
