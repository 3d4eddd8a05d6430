import { relative } from "node:path";

import type { ContractModule, ContractModules } from "./contract-modules.ts";
import type { ImportedName } from "./module-names.ts";
import { toModuleRecord } from "./module-record.ts";
import { membersOf } from "./references.ts";

/** What the guard works with. */
export interface GuardContext {
  readonly root: string;
  readonly modules: ContractModules;
  /** The exports that survive beside contracts. */
  readonly exposed: ReadonlySet<string>;
  /** The file that a specifier in a file means, `undefined` for a package's or none. */
  resolve(specifier: string, importer: string): Promise<string | undefined>;
}

/**
 * Finds what a module imports by value from a contract module although a browser does not get it.
 * @param code JavaScript without types, so that what only types use is gone.
 * @returns one sentence for each, with the importer, the export and the fix.
 */
export async function findMissingImports(
  context: GuardContext,
  file: string,
  code: string,
): Promise<string[]> {
  const { imports, program } = await toModuleRecord("module.js", code);
  const missing: string[] = [];
  for (const each of imports) {
    const target = await context.resolve(each.specifier, file);
    if (target === undefined) continue;
    for (const name of namesIn(each, program)) {
      const owner = await findOwner(context, target, name, new Set());
      if (owner !== undefined) missing.push(explain(context, file, owner, name));
    }
  }
  return missing;
}

function namesIn({ imported, local }: ImportedName, program: () => unknown): Iterable<string> {
  if (imported !== "*") return [imported];
  return local === undefined ? [] : membersOf(program(), local);
}

/** The contract module that exports `name` and keeps it from browsers, through `export *` too. */
async function findOwner(
  context: GuardContext,
  file: string,
  name: string,
  seen: Set<string>,
): Promise<ContractModule | undefined> {
  if (seen.has(file)) return undefined;
  seen.add(file);
  const inspected = await context.modules.inspect(file);
  if (inspected === undefined) return undefined;
  const { record, contractModule } = inspected;
  if (contractModule !== undefined) {
    const withheld = contractModule.others.includes(name) && !context.exposed.has(name);
    return withheld ? contractModule : undefined;
  }
  if (record.exports.some(({ exported }) => exported === name)) return undefined;
  for (const star of record.stars) {
    const target = await context.resolve(star, file);
    const owner = target && (await findOwner(context, target, name, seen));
    if (owner) return owner;
  }
  return undefined;
}

function explain(
  { root }: GuardContext,
  file: string,
  owner: ContractModule,
  name: string,
): string {
  const importer = relative(root, file);
  const module = relative(root, owner.file);
  const contracts = [...owner.artefacts.keys()].map((each) => `"${each}"`).join(", ");
  const gets = contracts === "" ? "nothing of it" : `only the routes of ${contracts} of it`;
  return (
    `${importer} imports "${name}" from the contract module ${module}, but a browser gets ${gets}. ` +
    `For the type alone write "import type"; to send "${name}" to browsers on purpose, ` +
    `servery({ expose: ["${name}"] }); else move it to a module without operations.`
  );
}
