import type { Step } from "../finding.ts";
import type { GraphModule } from "./module-graph.ts";

/** The shortest way from an entry to a module that is looked for, entry first. */
export interface ImportChain {
  readonly module: GraphModule;
  readonly steps: readonly Step[];
}

/**
 * Finds the modules that are looked for, among all that entries bring, each with the shortest chain of imports to it.
 * It is not looked behind them: what a server module imports is there because of it.
 * @param read a module by its path; `undefined` for what is no code, or in no file.
 */
export async function findChains(
  entries: readonly string[],
  read: (path: string) => Promise<GraphModule | undefined> | GraphModule | undefined,
  isWanted: (module: GraphModule) => boolean,
): Promise<readonly ImportChain[]> {
  const from = new Map<string, Step[]>();
  for (const entry of entries) from.set(entry, []);
  const found: ImportChain[] = [];
  // A map's iteration also visits what is added to it meanwhile: the nearest first.
  for (const [path, before] of from) {
    const module = await read(path);
    if (module === undefined) continue;
    if (isWanted(module)) {
      const last = { name: module.shown, file: module.shown, line: 1, column: 1 };
      found.push({ module, steps: [...before, last] });
      continue;
    }
    for (const { to, file, line, column } of module.imports)
      if (to !== undefined && !from.has(to))
        from.set(to, [...before, { name: module.shown, file, line, column }]);
  }
  return found;
}
