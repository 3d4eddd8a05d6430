import { ServeryError } from "../base/servery-error.ts";
import { findOperationMistakes } from "./check-operation.ts";
import { findRouteMistakes, reservedNames } from "./check-routes.ts";
import { isOperation } from "./operation.ts";
import type { NamedOperation, OperationTree } from "./operation-tree.ts";

/** What may be said of a contract. */
export interface ContractOptions<Tree extends OperationTree> {
  /** A short name in lower case; it stands in problem types, cookies and documents. */
  readonly name: string;
  readonly operations: Tree;
  /** What every path starts with, such as `"/api"`. Default none. */
  readonly basePath?: `/${string}` | "";
  /** For people. */
  readonly title?: string;
  readonly description?: string;
  /** The version that documents show, such as `"2026-11-20"`. Default `"1"`. */
  readonly version?: string;
  /** What a problem's `type` starts with, before its code. Default `urn:problem-type:NAME:`. */
  readonly problemTypes?: string;
}

/** A contract: what a service implements and a client calls. Plain data, safe in a browser. */
export interface Contract<Tree extends OperationTree = OperationTree> {
  readonly name: string;
  readonly basePath: string;
  readonly operations: Tree;
  readonly list: readonly NamedOperation[];
  readonly title: string;
  readonly description: string | undefined;
  readonly version: string;
  readonly problemTypes: string;
}

const contractBrand = Symbol.for("servery.contract");

/**
 * Makes a contract from operations, after it has checked all of them.
 * @throws ServeryError `invalid_contract`, naming every mistake and its operation.
 */
export function contract<const Tree extends OperationTree>(
  options: ContractOptions<Tree>,
): Contract<Tree> {
  const list: NamedOperation[] = [];
  const mistakes = [...findNameMistakes(options), ...flatten(options.operations, [], list)];
  for (const { id, operation } of list)
    for (const mistake of findOperationMistakes(operation)) mistakes.push(`${id}: ${mistake}`);
  mistakes.push(...findRouteMistakes(list, options.basePath ?? ""));
  if (mistakes.length > 0) throw invalidContract(options.name, mistakes);
  const built = {
    name: options.name,
    basePath: options.basePath ?? "",
    operations: options.operations,
    list,
    title: options.title ?? options.name,
    description: options.description,
    version: options.version ?? "1",
    problemTypes: options.problemTypes ?? `urn:problem-type:${options.name}:`,
  };
  Object.defineProperty(built, contractBrand, { value: true });
  return built;
}

/** True for what {@link contract} makes, from any copy of the package. */
export function isContract(value: unknown): value is Contract {
  return typeof value === "object" && value !== null && contractBrand in value;
}

function flatten(tree: OperationTree, path: readonly string[], into: NamedOperation[]): string[] {
  const mistakes: string[] = [];
  for (const [name, node] of Object.entries(tree)) {
    const here = [...path, name];
    const id = here.join(".");
    if (reservedNames.has(name))
      mistakes.push(`${id}: the name "${name}" is reserved: choose another`);
    else if (!/^[A-Za-z][A-Za-z0-9_]*$/.test(name))
      mistakes.push(`${id}: "${name}" is no name: use letters, digits and "_", a letter first`);
    else if (isOperation(node)) into.push({ id, operation: node });
    else if (typeof node === "object" && node !== null && here.length < 8)
      mistakes.push(...flatten(node, here, into));
    else mistakes.push(`${id}: it is neither an operation nor an object of operations`);
  }
  return mistakes;
}

function findNameMistakes(options: ContractOptions<OperationTree>): string[] {
  const mistakes: string[] = [];
  if (!/^[a-z][a-z0-9-]*$/.test(options.name))
    mistakes.push(
      `the contract's name "${options.name}" must be lower case letters, digits and "-"`,
    );
  const basePath = options.basePath ?? "";
  if (basePath !== "" && !/^(?:\/[A-Za-z0-9._-]+)+$/.test(basePath))
    mistakes.push(`the basePath "${basePath}" must look like "/api", without a slash at its end`);
  return mistakes;
}

function invalidContract(name: string, mistakes: readonly string[]): ServeryError {
  const count = mistakes.length === 1 ? "1 mistake" : `${mistakes.length} mistakes`;
  const lines = mistakes.map((mistake) => `  - ${mistake}`).join("\n");
  return new ServeryError("invalid_contract", `The contract "${name}" has ${count}:\n${lines}`);
}
