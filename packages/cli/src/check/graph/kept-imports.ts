import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/**
 * Makes what tells whether a file's imports stay as they are written, though types alone use them: with
 * `verbatimModuleSyntax` and what it has replaced. Asks the nearest `tsconfig.json`, what it extends and what it refers to:
 * if any of them says so, they stay.
 */
export function createKeptImports(): (path: string) => boolean {
  const folders = new Map<string, boolean>();
  function ask(folder: string): boolean {
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const file = join(folder, "tsconfig.json");
    const above = dirname(folder);
    const kept = existsSync(file) ? keeps(file, new Set()) : above !== folder && ask(above);
    folders.set(folder, kept);
    return kept;
  }
  return (path) => ask(dirname(path));
}

const keeping =
  /"(?:verbatimModuleSyntax|preserveValueImports)"\s*:\s*true|"importsNotUsedAsValues"\s*:\s*"(?:preserve|error)"/;

function keeps(file: string, seen: Set<string>): boolean {
  if (seen.has(file) || !existsSync(file)) return false;
  seen.add(file);
  const text = readFileSync(file, "utf8").replaceAll(
    /("(?:\\.|[^"\\])*")|\/\*[^]*?\*\/|\/\/.*/g,
    "$1",
  );
  if (keeping.test(text)) return true;
  return othersOf(text, dirname(file)).some((other) => keeps(other, seen));
}

function othersOf(text: string, folder: string): string[] {
  const bases = [
    ...(/"extends"\s*:\s*(\[[^\]]*\]|"[^"]*")/.exec(text)?.[1] ?? "").matchAll(/"([^"]*)"/g),
  ];
  const references = [...text.matchAll(/"path"\s*:\s*"([^"]*)"/g)];
  return [...bases, ...references].flatMap(([, name]) => filesOf(name!, folder));
}

function filesOf(name: string, folder: string): string[] {
  if (/^\.|^\//.test(name)) {
    const path = resolve(folder, name);
    return [path, `${path}.json`, join(path, "tsconfig.json")].filter((each) =>
      each.endsWith(".json"),
    );
  }
  const found: string[] = [];
  for (let at = folder; ; at = dirname(at)) {
    const path = join(at, "node_modules", name);
    found.push(
      ...[path, `${path}.json`, join(path, "tsconfig.json")].filter((each) =>
        each.endsWith(".json"),
      ),
    );
    if (dirname(at) === at) return found;
  }
}
