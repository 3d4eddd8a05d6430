import type { CompiledQuery, QueryResult } from "kysely";
import { DataError } from "./data-error.ts";
import { nobodyCalls, type Reach, type RowCaller } from "./row-caller.ts";
import type { ReadObserver } from "./read-observer.ts";
import type { DataSchema } from "./schema.ts";

/** The right of one handler to use one connection, until it is revoked. */
export interface Lease {
  readonly operation: string;
  /** Whose rows the handler reaches. */
  readonly caller: RowCaller;
  /** Whether all of its statements are unrestricted. */
  readonly reach: Reach;
  /** Told when the handler first goes past row policies by `db.unrestricted`. */
  onUnrestricted: (() => void) | undefined;
  /** Follows what it reads. */
  readonly observer: ReadObserver | undefined;
  /** Why the handler has lost its `db`; nothing while it may use it. */
  revoked: string | undefined;
  /** Result sets that are read row by row; left open they would hold on to the snapshot. */
  streams: Set<Iterator<unknown>> | undefined;
}

/** Runs the statements of leases on one connection. */
export interface StatementRunner {
  readonly schema: DataSchema;
  /** A handler has taken `db.unrestricted`. */
  onUnrestricted(operation: string): void;
  run(
    query: CompiledQuery,
    lease: Lease,
    reach: Reach,
  ): QueryResult<unknown> | Promise<QueryResult<unknown>>;
  iterate(
    query: CompiledQuery,
    lease: Lease,
    reach: Reach,
  ): Iterable<unknown> | AsyncIterable<unknown>;
}

/** What a handler's caller says of its lease. */
interface LeaseOptions {
  readonly caller?: RowCaller | undefined;
  readonly unrestricted?: true | undefined;
  readonly onUnrestricted?: (() => void) | undefined;
  readonly observer?: ReadObserver | undefined;
}

export function createLease(operation: string, options: LeaseOptions): Lease {
  return {
    operation,
    caller: options.caller ?? nobodyCalls,
    reach: options.unrestricted === true ? "unrestricted" : "restricted",
    onUnrestricted: options.onUnrestricted,
    observer: options.observer,
    revoked: undefined,
    streams: undefined,
  };
}

/** Who asks, in a statement of that reach: nobody in particular where it is not restricted. */
export function callerOf(lease: Lease, reach: Reach): RowCaller | undefined {
  return reach === "restricted" ? lease.caller : undefined;
}

/** Takes `db` from the handler, saying why, and closes what it has open. */
export function revokeLease(lease: Lease, why: string): void {
  lease.revoked = why;
  for (const stream of lease.streams ?? []) stream.return?.();
}

export function assertLease(lease: Lease): void {
  if (lease.revoked === undefined) return;
  throw new DataError(
    "db_revoked",
    `${lease.operation}: \`db\` can no longer be used, ${lease.revoked}. Await every statement before the handler returns.`,
  );
}
