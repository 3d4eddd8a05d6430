import { type ModuleFile, targetOf } from "./module-file.ts";

/** Which file imports which, types too. */
export function toEdges(files: readonly ModuleFile[]): ReadonlyMap<string, readonly string[]> {
  return new Map(
    files.map((file) => [file.path, file.imports.flatMap((each) => targetOf(file, each) ?? [])]),
  );
}

/** Finds circles of imports, each once, by the file in which it closes. */
export function findCycles(edges: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const done = new Set<string>();
  const cycles: string[] = [];
  const walk = (path: string, way: readonly string[]): void => {
    const start = way.indexOf(path);
    if (start >= 0) cycles.push([...way.slice(start), path].join(" → "));
    if (start >= 0 || done.has(path)) return;
    for (const next of edges.get(path) ?? []) walk(next, [...way, path]);
    done.add(path);
  };
  for (const path of edges.keys()) walk(path, []);
  return cycles;
}
