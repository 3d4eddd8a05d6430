import type { OperationTree } from "../../contract/operation-tree.ts";
import type {
  ArgumentsOf,
  InputOf,
  Operation,
  OutputOf,
  ProblemCodeOf,
  ProblemDataOf,
} from "../../contract/operation.ts";
import type { BuiltIn } from "../../contract/built-in.ts";
import type { Log } from "../../ports/log.ts";
import type { ProblemError } from "../../protocol/problem-error.ts";
import type { Db } from "../data/data.ts";
import type { Tables } from "../data/table.ts";
import type { UserOf } from "./current-user.ts";
import type { GrantBook } from "./grant-book.ts";

/** No tables. */
export type NoTables = Readonly<Record<never, never>>;

type FailRest<Data> = [Data] extends [undefined]
  ? [detail?: string]
  : [data: Data, detail?: string];

/**
 * Makes a problem that the operation declares, to be thrown: `throw fail("not_found")`, and where the
 * problem carries data `throw fail("out_of_stock", { productId, available }, "Only two are left")`.
 */
export type Fail<O extends Operation> = <Code extends ProblemCodeOf<O>>(
  code: Code,
  ...rest: FailRest<ProblemDataOf<O, Code>>
) => ProblemError;

/** Randomness, from the system's cryptographic source. */
export interface Random {
  /** 128 random bits as 22 characters that stand anywhere, in a URL too. */
  id(): string;
  bytes(length: number): Uint8Array;
}

/** The headers of the request; empty for a call in the same process that gave none. */
export interface RequestHeaders {
  /** A header by its name in any case; repeated ones joined by `, `. */
  get(name: string): string | undefined;
}

/** What every handler gets. */
export interface HandlerContext<O extends Operation> {
  /** The validated input. */
  readonly input: ArgumentsOf<O>;
  readonly fail: Fail<O>;
  /** Who is signed in; `undefined` only where the operation is public. */
  readonly user: UserOf<O["access"]>;
  /** Epoch milliseconds. The one clock of a handler, so that it is known what a result depends on. */
  now(this: void): number;
  readonly random: Random;
  /** Every line has the request's id and the operation. */
  readonly log: Log;
  /** Aborted when the caller has gone; in an action also when its time is up. */
  readonly signal: AbortSignal;
  readonly headers: RequestHeaders;
  readonly requestId: string;
  /** The operation's place in the contract: `products.get`. */
  readonly operation: string;
}

/** What the handler of a query or a mutation gets. */
export interface DataContext<O extends Operation, T extends Tables> extends HandlerContext<O> {
  /** Kysely on a snapshot (query) or in the transaction (mutation). Refuses every use after the handler's end. */
  readonly db: Db<T>;
}

/** What the handler of a mutation gets. */
export interface MutationContext<O extends Operation, T extends Tables> extends DataContext<O, T> {
  /**
   * Roles and plans of accounts, in the same transaction: so a payment gives its plan or neither.
   * @throws ServeryError `no_identity` where the contract has no accounts.
   */
  readonly accounts: GrantBook;
}

/** What the handler of an action gets: short reads and writes of its own, and the outside world. */
export interface ActionContext<O extends Operation, T extends Tables> extends HandlerContext<O> {
  /** Reads one snapshot. Do nothing else in it: it holds a connection. */
  read<R>(this: void, run: (db: Db<T>) => Promise<R>): Promise<R>;
  /**
   * One transaction. Awaits nothing but `db`, for the writer serves one at a time. May run again after
   * a lost transaction, but is never applied twice. `accounts` gives and takes roles and plans in it.
   */
  write<R>(this: void, run: (db: Db<T>, accounts: GrantBook) => Promise<R>): Promise<R>;
  /** Calls a query or a mutation of the same contract, in process; a problem is thrown as a `ProblemError`. */
  call<Other extends Operation<"query" | "mutation">>(
    this: void,
    operation: Other,
    ...input: undefined extends InputOf<Other> ? [input?: InputOf<Other>] : [input: InputOf<Other>]
  ): Promise<OutputOf<Other>>;
  /** The platform's `fetch`, ended with the action's `signal` unless `init` has another. */
  readonly fetch: typeof globalThis.fetch;
}

/** What the handler of an operation gets, by its kind. */
export type ContextOf<O extends Operation, T extends Tables = NoTables> = O["kind"] extends "action"
  ? ActionContext<O, T>
  : O["kind"] extends "mutation"
    ? MutationContext<O, T>
    : DataContext<O, T>;

/**
 * Implements one operation. A plain function, so it can stand in a file of its own and be called in a
 * test with a context made by hand:
 *
 * ```ts
 * export const getProduct: Handler<typeof contract.getProduct, typeof tables> = async ({ input, db, fail }) => { … };
 * ```
 */
export type Handler<O extends Operation, T extends Tables = NoTables> = (
  context: ContextOf<O, T>,
) => OutputOf<O> | Promise<OutputOf<O>>;

/** The names of a tree that must have a handler: all but what `resource` and `identity` made. */
type RequiredNames<Tree extends OperationTree> = {
  [Name in keyof Tree]: Tree[Name] extends Operation
    ? Tree[Name] extends { readonly builtIn: BuiltIn }
      ? never
      : Name
    : Tree[Name] extends OperationTree
      ? RequiredNames<Tree[Name]> extends never
        ? never
        : Name
      : never;
}[keyof Tree];

type HandlersAt<Node, T extends Tables> = Node extends Operation
  ? Handler<Node, T>
  : Node extends OperationTree
    ? Handlers<Node, T>
    : never;

/** The handlers of a contract: its tree of operations with a function in the place of each. */
export type Handlers<Tree extends OperationTree, T extends Tables = NoTables> = {
  readonly [Name in RequiredNames<Tree>]: HandlersAt<Tree[Name], T>;
} & {
  readonly [Name in Exclude<keyof Tree, RequiredNames<Tree>>]?: HandlersAt<Tree[Name], T>;
};
