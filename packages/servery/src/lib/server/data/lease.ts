import type { CompiledQuery, QueryResult } from "kysely";
import { DataError } from "./data-error.ts";
import type { DataSchema } from "./schema.ts";

/** The right of one handler to use one connection, until it is revoked. */
export interface Lease {
  readonly operation: string;
  /** Why the handler has lost its `db`; nothing while it may use it. */
  revoked: string | undefined;
  /** Result sets that are read row by row; left open they would hold on to the snapshot. */
  streams: Set<Iterator<unknown>> | undefined;
}

/** Runs the statements of leases on one connection. */
export interface StatementRunner {
  readonly schema: DataSchema;
  run(query: CompiledQuery, lease: Lease): QueryResult<unknown> | Promise<QueryResult<unknown>>;
  iterate(query: CompiledQuery, lease: Lease): Iterable<unknown> | AsyncIterable<unknown>;
}

export function createLease(operation: string): Lease {
  return { operation, revoked: undefined, streams: undefined };
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
