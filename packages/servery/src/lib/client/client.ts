import { identityNameOf } from "../contract/built-in.ts";
import type { OperationTree } from "../contract/operation-tree.ts";
import { isOperation, type Operation } from "../contract/operation.ts";
import { isProblemError } from "../protocol/problem-error.ts";
import type { Call } from "./call.ts";
import type { CalledOperation } from "./called-operation.ts";
import { type ClientCore, withCore } from "./client-core.ts";
import type { HttpClientOptions, LinkClientOptions } from "./client-options.ts";
import { createCore } from "./create-core.ts";
import type { Route } from "./encode-request.ts";
import type { CallOptions } from "./invoke.ts";
import type { QueryCall } from "./query-call.ts";
import { toWatch } from "./watch.ts";

/** What a client reads of a contract: also all that its route artefact has. */
export interface ClientContract<Tree extends OperationTree> {
  readonly name: string;
  readonly basePath: string;
  readonly operations: Tree;
}

/** The calls of a contract's operations, nested as they are. */
export type Client<Tree extends OperationTree> = {
  readonly [Name in keyof Tree]: Tree[Name] extends Operation
    ? Tree[Name] extends Operation<"query">
      ? QueryCall<Tree[Name]>
      : Call<Tree[Name]>
    : Tree[Name] extends OperationTree
      ? Client<Tree[Name]>
      : never;
};

/**
 * Makes a client: an object of typed calls, nested as the contract's operations are.
 *
 * ```ts
 * const client = createClient(store, { url: "https://api.example.com" });
 * const product = await client.products.get({ id: "124" }); // throws ProblemError
 * const { data, problem } = await client.orders.place.safe({ lines });
 * ```
 *
 * Queries are retried when no answer came or the service was briefly unable; mutations too, under
 * one automatic idempotency key, so that they take effect once; actions only when they are declared
 * `repeatable`, or the service says that it had not begun. No query shows older data than the client has seen.
 * @throws ServeryError `invalid_url` when it cannot tell where the service is.
 */
export function createClient<Tree extends OperationTree>(
  contract: ClientContract<Tree>,
  options: HttpClientOptions | LinkClientOptions = {},
): Client<Tree> {
  const routes = new Map<string, Route>();
  const identity = new Map<string, CalledOperation>();
  const core = createCore(contract.name, routes, identity, options);
  const calls = toCalls(contract.operations, "", (id, declared) => {
    const operation = toCalledOperation(id, declared);
    const isIdentity = operation.identity !== undefined;
    if (isIdentity) identity.set(operation.identity, operation);
    const { method, path } = declared;
    const isBatchable = operation.kind === "query" && !operation.isSensitive;
    routes.set(id, { method, path: contract.basePath + path, isIdentity, isBatchable });
    return withCore(toCall(core, operation), core, operation);
  });
  const { session } = options;
  if (typeof session === "object") core.keeper = session.connect(core);
  return withCore(calls, core) as Client<Tree>;
}

function toCalledOperation(id: string, operation: Operation): CalledOperation {
  const { kind, repeatable, sensitive } = operation;
  // A route artefact says it only where it is so.
  const isRepeatable = kind === "query" || repeatable === true;
  const isSensitive = Boolean(sensitive);
  return { id, kind, isRepeatable, isSensitive, identity: identityNameOf(operation) };
}

function toCalls(
  tree: OperationTree,
  prefix: string,
  make: (id: string, operation: Operation) => unknown,
): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(tree).map(([name, node]) => {
      const id = prefix + name;
      return [name, isOperation(node) ? make(id, node) : toCalls(node, `${id}.`, make)];
    }),
  );
}

function toCall(core: ClientCore, operation: CalledOperation): object {
  const call = (input: unknown, options?: CallOptions) => core.call(operation, input, options);
  return Object.assign(call, {
    safe: async (input: unknown, options?: CallOptions) => {
      try {
        return { data: await call(input, options) };
      } catch (error) {
        if (isProblemError(error)) return { problem: error.problem };
        throw error;
      }
    },
    ...(operation.kind === "query" && { watch: toWatch(core, operation) }),
  });
}
