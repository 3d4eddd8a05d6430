import type { Step } from "../finding.ts";
import type { GraphModule, ModuleImport } from "./module-graph.ts";

/** The shortest way from an entry to a module that is looked for, entry first. */
export interface ImportChain {
  readonly module: GraphModule;
  readonly steps: readonly Step[];
}

/** A chain as it was found: with the modules that it leads through, one for each step. */
interface FoundChain<Module extends GraphModule> extends ImportChain {
  readonly module: Module;
  readonly way: readonly Module[];
}

/**
 * Finds the modules that are looked for, among all that entries bring, each with the shortest chain of imports to it.
 * It is not looked behind them: what a server module imports is there because of it.
 * @param read a module by its path; `undefined` for what is no code, or in no file.
 */
export async function findChains<Module extends GraphModule>(
  entries: readonly string[],
  read: (path: string) => Promise<Module | undefined> | Module | undefined,
  isWanted: (module: Module) => boolean,
): Promise<readonly FoundChain<Module>[]> {
  const links = new Map<string, Link<Module> | undefined>();
  for (const entry of entries) links.set(entry, undefined);
  const found: FoundChain<Module>[] = [];
  // A map's iteration also visits what is added to it meanwhile: the nearest first.
  for (const [path, before] of links) {
    const module = await read(path);
    if (module === undefined) continue;
    if (isWanted(module)) {
      found.push(toChain(module, before));
      continue;
    }
    for (const by of module.imports)
      if (by.to !== undefined && !links.has(by.to)) links.set(by.to, { from: module, by, before });
  }
  return found;
}

/** One import on a way, and those before it. */
interface Link<Module> {
  readonly from: Module;
  readonly by: ModuleImport;
  readonly before: Link<Module> | undefined;
}

function toChain<Module extends GraphModule>(
  module: Module,
  last: Link<Module> | undefined,
): FoundChain<Module> {
  const way = [module];
  const steps: Step[] = [{ name: module.shown, file: module.shown, line: 1, column: 1 }];
  for (let link = last; link !== undefined; link = link.before) {
    const { file, line, column } = link.by;
    way.unshift(link.from);
    steps.unshift({ name: link.from.shown, file, line, column });
  }
  return { module, way, steps };
}
