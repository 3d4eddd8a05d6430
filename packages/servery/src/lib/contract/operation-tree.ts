import type { Operation } from "./operation.ts";

/** Operations in plain nested objects. */
export interface OperationTree {
  readonly [name: string]: Operation | OperationTree;
}

/** An operation and the dotted name that its place in the tree gives it: `products.get`. */
export interface NamedOperation {
  readonly id: string;
  readonly operation: Operation;
}
