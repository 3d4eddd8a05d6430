import { ServeryError } from "../base/servery-error.ts";
import { identityNameOf } from "../contract/built-in.ts";
import type { OperationTree } from "../contract/operation-tree.ts";
import { isOperation, type Operation } from "../contract/operation.ts";
import type { Link } from "../ports/link.ts";
import { isProblemError } from "../protocol/problem-error.ts";
import type { Call } from "./call.ts";
import type { CalledOperation } from "./called-operation.ts";
import { type ClientCore, withCore } from "./client-core.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { Route } from "./encode-request.ts";
import { createHttpLink } from "./http-link.ts";
import type { Caller } from "./caller.ts";
import type { HttpClientOptions, LinkClientOptions } from "./client-options.ts";
import { type CallOptions, invoke } from "./invoke.ts";

/** What a client reads of a contract: also all that its route artefact has. */
export interface ClientContract<Tree extends OperationTree> {
  readonly name: string;
  readonly basePath: string;
  readonly operations: Tree;
}

/** The calls of a contract's operations, nested as they are. */
export type Client<Tree extends OperationTree> = {
  readonly [Name in keyof Tree]: Tree[Name] extends Operation
    ? Call<Tree[Name]>
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
 * `repeatable`, or the service says that it had not begun.
 * @throws ServeryError `invalid_url` when it cannot tell where the service is.
 */
export function createClient<Tree extends OperationTree>(
  contract: ClientContract<Tree>,
  options: HttpClientOptions | LinkClientOptions = {},
): Client<Tree> {
  const routes = new Map<string, Route>();
  const identity = new Map<string, CalledOperation>();
  const caller = toCaller(routes, options);
  const core = createCore(caller, `${contract.name}@${options.url ?? ""}`, identity);
  const calls = toCalls(contract.operations, "", (id, declared) => {
    const operation = toCalledOperation(id, declared);
    const isIdentity = operation.identity !== undefined;
    if (isIdentity) identity.set(operation.identity, operation);
    const { method, path } = declared;
    routes.set(id, { method, path: contract.basePath + path, isIdentity });
    return withCore(toCall(core, operation), core);
  });
  const { session } = options;
  if (typeof session === "object") core.keeper = session.connect({ caller, ...core });
  return withCore(calls, core) as Client<Tree>;
}

function toCalledOperation(id: string, operation: Operation): CalledOperation {
  const { kind, repeatable } = operation;
  // A route artefact says it only where it is so.
  const isRepeatable = kind === "query" || repeatable === true;
  return { id, kind, isRepeatable, identity: identityNameOf(operation) };
}

function toCaller(
  routes: ReadonlyMap<string, Route>,
  options: HttpClientOptions | LinkClientOptions,
): Caller {
  const { clock = systemClock, random = Math.random, timeoutMs = 30_000, retry = {} } = options;
  const link = options.link ?? connect(routes, options, clock);
  const { headers, onWait, captcha } = options;
  return { link, headers, clock, random, timeoutMs, retry, onWait, captcha, keeper: undefined };
}

function createCore(
  caller: Caller,
  name: string,
  identity: ReadonlyMap<string, CalledOperation>,
): ClientCore {
  const core: ClientCore = {
    name,
    identity,
    keeper: undefined,
    follow: undefined,
    call: async (operation, input, options) => {
      const followed = core.follow?.(operation, input);
      const own = { ...caller, keeper: core.keeper };
      try {
        const output = await invoke(own, operation, input, options, followed?.isCurrent);
        followed?.settle({ output });
        return output;
      } catch (error) {
        if (isProblemError(error)) followed?.settle({ problem: error.problem });
        throw error;
      }
    },
  };
  return core;
}

function connect(
  routes: ReadonlyMap<string, Route>,
  { url = "", credentials, fetch }: HttpClientOptions,
  clock: Clock,
): Link {
  const base = url.replace(/\/+$/, "");
  // Late, so that a later replacement of the global one (mocks, instrumentation) is heeded.
  const send = fetch ?? ((target: string, init: RequestInit) => globalThis.fetch(target, init));
  const hasOrigin = "location" in globalThis;
  if (!/^https?:\/\/./.test(base) && !(hasOrigin && /^(?:\/|$)/.test(base)))
    throw new ServeryError(
      "invalid_url",
      `A client cannot reach "${url}": pass { url: "https://…" }${hasOrigin ? " or a path of this origin" : ", as there is no page whose origin it could take"}.`,
    );
  return createHttpLink(routes, { url: base, credentials, fetch: send, clock });
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
  });
}
