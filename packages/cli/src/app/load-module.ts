import { pathToFileURL } from "node:url";

import { type Contract, isContract } from "servery";
import type { Service } from "servery/server";
import type { Matrix } from "servery/testing";

import { Failure } from "../output/failure.ts";
import { findFile, requireFile, toShown } from "./find-file.ts";

/** Where to look for the modules of an app. */
export interface ModuleOptions {
  readonly service?: string;
  readonly contract?: string;
}

/**
 * Loads the service that a module exports as its default.
 * @throws Failure for a module that has none; whatever the module throws itself.
 */
export async function loadService(named: string | undefined): Promise<Service> {
  const file = requireFile("service", named);
  const module = await importFile(file);
  const service = module["default"];
  if (isService(service)) return service;
  throw new Failure(
    `${toShown(file)} does not export a service as its default. Write there: export default createService(contract, { … });`,
  );
}

/** A contract, and the module and name that it is exported by, where that is known. */
export interface LoadedContract {
  readonly contract: Contract;
  readonly file: string;
  readonly exportName: string;
}

/**
 * Loads the contract that a module exports.
 * @throws Failure for a module that exports none, or several of which none was named.
 */
export async function loadContractModule(
  named: string | undefined,
  exportName: string | undefined,
): Promise<LoadedContract> {
  const file = requireFile("contract", named);
  const module = await importFile(file);
  const found = Object.entries(module).filter(
    ([name, value]) => isContract(value) && name === (exportName ?? name),
  );
  const [first, second] = found;
  const where = toShown(file);
  if (first === undefined)
    throw new Failure(
      exportName === undefined
        ? `${where} exports no contract. Write there: export const store = contract({ … });`
        : `${where} exports no contract "${exportName}". Correct --export.`,
    );
  if (second !== undefined)
    throw new Failure(
      `${where} exports several contracts: ${found.map(([name]) => name).join(", ")}. Name one: --export ${first[0]}`,
      { exitCode: 2 },
    );
  return { contract: first[1] as Contract, file, exportName: first[0] };
}

/** Loads a contract from where it is named, else from the service, else by convention. */
export async function loadContract(options: ModuleOptions): Promise<Contract> {
  if (options.contract !== undefined)
    return (await loadContractModule(options.contract, undefined)).contract;
  if (
    options.service === undefined &&
    findFile("service") === undefined &&
    findFile("contract") !== undefined
  )
    return (await loadContractModule(undefined, undefined)).contract;
  return (await loadService(options.service)).contract;
}

/**
 * Loads the matrix that a module exports as its default.
 * @throws Failure for a module that has none.
 */
export async function loadMatrix(file: string): Promise<Matrix> {
  const { default: matrix } = await importFile(file);
  if (typeof matrix === "object" && matrix !== null && "kind" in matrix && matrix.kind === "matrix")
    return matrix as Matrix;
  throw new Failure(
    `${toShown(file)} does not export a matrix as its default. Write there: export default defineMatrix({ service, samples: { … } });`,
  );
}

function importFile(file: string): Promise<Record<string, unknown>> {
  return import(pathToFileURL(file).href) as Promise<Record<string, unknown>>;
}

/** By its shape: the app may have another copy of the package than the command line. */
function isService(value: unknown): value is Service {
  return (
    typeof value === "object" &&
    value !== null &&
    "handle" in value &&
    "ready" in value &&
    "contract" in value &&
    isContract(value.contract)
  );
}
