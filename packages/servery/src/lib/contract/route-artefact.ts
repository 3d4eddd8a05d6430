import type { BuiltIn, IdentityRole } from "./built-in.ts";
import type { Contract } from "./contract.ts";
import type { OperationTree } from "./operation-tree.ts";
import { isOperation, type Method, type Operation, type OperationKind } from "./operation.ts";

/** What a browser needs to know of an operation. */
interface RouteArtefactOperation {
  readonly kind: OperationKind;
  readonly method: Method;
  readonly path: `/${string}`;
  /** Only there when it is: then an action too is sent again when no answer came. */
  readonly repeatable?: true;
  /** Only there when something of it is: then it never travels in one request with others. */
  readonly sensitive?: true;
  /** What the client itself does with it: keep the session. */
  readonly builtIn?: IdentityRole;
}

/** Routes in the nesting of their contract. */
interface RouteArtefactTree {
  readonly [name: string]: RouteArtefactOperation | RouteArtefactTree;
}

/** What a browser needs to know of a contract: no schemas, no access, no limits. */
export interface RouteArtefact {
  readonly name: string;
  readonly basePath: string;
  readonly operations: RouteArtefactTree;
}

/** Reduces a contract to its routes: all that a client reads of it. */
export function toRouteArtefact(contract: Contract): RouteArtefact {
  const { name, basePath, operations } = contract;
  return { name, basePath, operations: toTree(operations) };
}

function toTree(operations: OperationTree): RouteArtefactTree {
  return Object.fromEntries(
    Object.entries(operations).map(([name, node]) => [
      name,
      isOperation(node) ? toRoute(node) : toTree(node),
    ]),
  );
}

type Routed = Pick<RouteArtefactOperation, "kind" | "method" | "path"> & {
  readonly repeatable: boolean;
  readonly sensitive: Operation["sensitive"];
  readonly builtIn: BuiltIn | undefined;
};

function toRoute(operation: Routed): RouteArtefactOperation {
  const { kind, method, path, repeatable, sensitive, builtIn } = operation;
  return {
    kind,
    method,
    path,
    ...(repeatable && { repeatable }),
    ...(sensitive !== false && { sensitive: true }),
    ...(builtIn?.kind === "identity" && { builtIn }),
  };
}

/** How a route artefact is written. */
export interface PrintOptions {
  /** The name that the contract is exported by; `"default"` for a default export. */
  readonly exportName: string;
  /**
   * The module that exports the contract, as the artefact's file would import it. The artefact is then
   * TypeScript with the contract's type; the import is of types only, so no bundle follows it.
   */
  readonly typesFrom?: string;
}

/**
 * Writes a route artefact as a module that can stand in for the contract's own.
 *
 * ```ts
 * printRouteArtefact(toRouteArtefact(store), { exportName: "store", typesFrom: "../contract.ts" });
 * ```
 */
export function printRouteArtefact(
  artefact: RouteArtefact,
  { exportName, typesFrom }: PrintOptions,
): string {
  const head = exportName === "default" ? "export default " : `export const ${exportName} = `;
  if (typesFrom === undefined) return `${head}${JSON.stringify(artefact)};\n`;
  const imported = `import type { ${exportName} as contract } from ${JSON.stringify(typesFrom)};`;
  const value = JSON.stringify(artefact, null, 2);
  return `${imported}\n\n${head}${value} as unknown as typeof contract;\n`;
}
