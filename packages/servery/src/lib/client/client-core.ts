import type { CallProblem } from "./call-problem.ts";
import type { CalledOperation } from "./called-operation.ts";
import type { Caller } from "./caller.ts";
import type { CredentialKeeper } from "./credential-keeper.ts";
import type { InvokeOptions } from "./invoke.ts";

/** What came of a call: its output, or the problem that it met. */
interface CallOutcome {
  readonly output?: unknown;
  readonly problem?: CallProblem;
}

/** One call, as who follows it sees it. */
interface FollowedCall {
  /** Whether the caller may still be who it was when the call began. */
  isCurrent(): boolean;
  /** Sees the outcome, before the caller does. */
  settle(outcome: CallOutcome): void;
}

/** Sees a call begin. */
export type Follower = (operation: CalledOperation, input: unknown) => FollowedCall;

/** What a client is behind its calls. */
export interface ClientCore {
  /** The name of its contract. */
  readonly contract: string;
  /** What this client's service is known by on this device. */
  readonly name: string;
  /** How to call without credentials. */
  readonly caller: Caller;
  /** Identity's operations by their names in it. Empty for a contract without identity. */
  readonly identity: ReadonlyMap<string, CalledOperation>;
  call(operation: CalledOperation, input?: unknown, options?: InvokeOptions): Promise<unknown>;
  keeper: CredentialKeeper | undefined;
  follow: Follower | undefined;
}

// Symbols of the registry, as two copies of the package may meet in one page.
const coreSymbol = Symbol.for("servery.client");
const operationSymbol = Symbol.for("servery.operation");

/** Lets {@link coreOf} find a client's core in the client and in each of its calls. */
export function withCore<T extends object>(
  owner: T,
  core: ClientCore,
  operation?: CalledOperation,
): T {
  Object.defineProperty(owner, operationSymbol, { value: operation });
  return Object.defineProperty(owner, coreSymbol, { value: core });
}

/** The core of a client or a call; `undefined` for anything else. */
export function coreOf(owner: object): ClientCore | undefined {
  return (owner as { readonly [coreSymbol]?: ClientCore })[coreSymbol];
}

/** The operation of a call; `undefined` for anything else. */
export function operationOf(call: object): CalledOperation | undefined {
  return (call as { readonly [operationSymbol]?: CalledOperation })[operationSymbol];
}
