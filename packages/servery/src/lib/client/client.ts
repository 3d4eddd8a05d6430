import { ServeryError } from "../base/servery-error.ts";
import type { OperationTree } from "../contract/operation-tree.ts";
import { isOperation, type Operation } from "../contract/operation.ts";
import type { Link } from "../ports/link.ts";
import { isProblemError } from "../protocol/problem-error.ts";
import type { Call } from "./call.ts";
import type { HeadersSource } from "./call-headers.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { Route } from "./encode-request.ts";
import { createHttpLink } from "./http-link.ts";
import { type Caller, type CallOptions, invoke } from "./invoke.ts";
import type { RetryPolicy } from "./retry.ts";

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

interface SharedOptions {
  /** The limit of a call, retries and waits included, in milliseconds. Default 30,000. */
  readonly timeoutMs?: number;
  /** `false` for one attempt each. Default 4 attempts, see {@link RetryPolicy}. */
  readonly retry?: false | Partial<RetryPolicy>;
  /** Headers for every call, or what makes them anew for each attempt. */
  readonly headers?: HeadersSource;
  /** For tests. */
  readonly clock?: Clock;
  /** From 0 to 1, for the jitter of retries. For tests. */
  readonly random?: () => number;
}

/** A client that reaches its service over HTTP. */
export interface HttpClientOptions extends SharedOptions {
  /** Where the service is: `https://api.example.com`. Default the page's own origin. */
  readonly url?: string;
  /** As in `fetch`: `"include"` to send cookies to another origin. Default `"same-origin"`. */
  readonly credentials?: RequestCredentials;
  /** Default the global one. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  readonly link?: undefined;
}

/** A client in the same process as its service: for server rendering and tests. */
export interface LinkClientOptions extends SharedOptions {
  /** The service, or any other {@link Link}. */
  readonly link: Link;
  readonly url?: undefined;
}

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
 * one automatic idempotency key, so that they take effect once; actions only when the service says
 * that it had not begun.
 * @throws ServeryError `invalid_url` when it cannot tell where the service is.
 */
export function createClient<Tree extends OperationTree>(
  contract: ClientContract<Tree>,
  options: HttpClientOptions | LinkClientOptions = {},
): Client<Tree> {
  const { clock = systemClock, random = Math.random, timeoutMs = 30_000, retry = {} } = options;
  const routes = new Map<string, Route>();
  const link = options.link ?? connect(routes, options, clock);
  const { headers } = options;
  const caller: Caller = { link, headers, clock, random, timeoutMs, retry };
  return toCalls(contract.operations, "", (id, operation) => {
    routes.set(id, { method: operation.method, path: contract.basePath + operation.path });
    return toCall(caller, id, operation);
  }) as Client<Tree>;
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

function toCall(caller: Caller, id: string, { kind }: Operation): unknown {
  const operation = { id, kind };
  const call = (input: unknown, options?: CallOptions) => invoke(caller, operation, input, options);
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
