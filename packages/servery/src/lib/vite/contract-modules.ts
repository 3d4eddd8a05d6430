import { readFile, stat } from "node:fs/promises";

import type { InlineConfig, ResolvedConfig } from "vite";

import { ServeryError } from "../base/servery-error.ts";
import { isContractWord } from "../boundary/graph/contract-words.ts";
import { isContract } from "../contract/contract.ts";
import { type RouteArtefact, toRouteArtefact } from "../contract/route-artefact.ts";
import { isScript, type ModuleRecord, toModuleRecord } from "./module-record.ts";

/** A module that is written in the contract language, as it was when it last ran. */
export interface ContractModule {
  readonly file: string;
  /** Its contracts' routes, by export name. */
  readonly artefacts: ReadonlyMap<string, RouteArtefact>;
  /** The names of its other exports. */
  readonly others: readonly string[];
  /** The files that it was made from, beside its own. */
  readonly dependencies: readonly string[];
}

/** A module's source and, where it is one, the contract module. */
interface InspectedModule {
  readonly record: ModuleRecord;
  readonly contractModule: ContractModule | undefined;
}

/** Finds and runs contract modules; each again only after a file of it has changed. */
export interface ContractModules {
  /** `undefined` for a file that is no script, is gone, or has no part in a contract. */
  inspect(file: string): Promise<InspectedModule | undefined>;
}

/** Makes the contract modules of one Vite project. */
export function createContractModules(config: ResolvedConfig): ContractModules {
  const known = new Map<string, Inspection>();
  return {
    inspect: async (file) => {
      if (!isScript(file)) return undefined;
      const last = known.get(file);
      if (last !== undefined && last.state === (await stateOf(last.files))) return last.module;
      const inspection = {
        files: [file],
        state: await stateOf([file]),
        module: inspect(config, file),
      };
      known.set(file, inspection);
      try {
        const inspected = await inspection.module;
        const files = [file, ...(inspected?.contractModule?.dependencies ?? [])];
        known.set(file, { ...inspection, files, state: await stateOf(files) });
      } catch {
        // What failed is not kept: the file at fault may be any that it imports.
        known.delete(file);
      }
      return inspection.module;
    },
  };
}

interface Inspection {
  readonly files: readonly string[];
  readonly state: string;
  readonly module: Promise<InspectedModule | undefined>;
}

async function stateOf(files: readonly string[]): Promise<string> {
  const stats = await Promise.all(files.map((file) => stat(file).catch(() => undefined)));
  return stats.map((each) => `${each?.mtimeMs} ${each?.size}`).join();
}

async function inspect(config: ResolvedConfig, file: string): Promise<InspectedModule | undefined> {
  const code = await readFile(file, "utf8").catch(() => undefined);
  // Most modules end here, before they are parsed.
  if (code === undefined || !/(["'])servery\1|\bexport\s*\*/.test(code)) return undefined;
  const record = await toModuleRecord(file, code);
  return { record, contractModule: isContractModule(record) ? await run(config, file) : undefined };
}

function isContractModule({ imports }: ModuleRecord): boolean {
  return imports.some(
    ({ specifier, imported }) => specifier === "servery" && isContractWord(imported),
  );
}

async function run(config: ResolvedConfig, file: string): Promise<ContractModule> {
  const { module, dependencies } = await load(config, file);
  const artefacts = new Map<string, RouteArtefact>();
  for (const [name, value] of Object.entries(module))
    if (isContract(value)) artefacts.set(name, toRouteArtefact(value));
  const others = Object.keys(module).filter((name) => !artefacts.has(name));
  return { file, artefacts, others, dependencies };
}

async function load({ root, resolve: { alias, tsconfigPaths } }: ResolvedConfig, file: string) {
  const config: InlineConfig = { root, logLevel: "silent", resolve: { alias, tsconfigPaths } };
  const { runnerImport } = await import("vite");
  try {
    return await runnerImport<Record<string, unknown>>(file, config);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const what = `The contract module ${file} failed when it was run to learn its routes`;
    throw new ServeryError("contract_module_failed", `${what}: ${why}`, { cause });
  }
}
