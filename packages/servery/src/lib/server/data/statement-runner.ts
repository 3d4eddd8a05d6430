import type { CompiledQuery, QueryResult } from "kysely";
import type { SqlRow } from "../../ports/database.ts";
import { DataError } from "./data-error.ts";
import { toSqlValues } from "./encode-values.ts";
import { findForeignKey } from "./foreign-key-failure.ts";
import { assertLease, callerOf, type Lease, type StatementRunner } from "./lease.ts";
import type { Reach } from "./row-caller.ts";
import { toPolicyFailure } from "./policy-failure.ts";
import type { PreparedConnection, PreparedStatement } from "./prepared-connection.ts";
import type { ReadObserver } from "./read-observer.ts";
import { isDatabaseFailure, toDataError } from "./statement-failure.ts";
import type { StatementWatch } from "./statement-watch.ts";

/** Runs handlers' statements on a connection of this thread, each to completion before it returns. */
export function createStatementRunner(
  prepared: PreparedConnection,
  watch: StatementWatch,
): StatementRunner {
  const { connection, schema } = prepared;

  function fail(error: unknown, query: CompiledQuery, reach: Reach): never {
    if (!isDatabaseFailure(error)) throw error;
    const { databaseFailure: kind } = error;
    const known =
      kind === "constraint_trigger"
        ? toPolicyFailure(error, schema, query.sql)
        : kind === "constraint_foreign_key" && connection.inTransaction
          ? findForeignKey(connection, schema, query.query, reach, error)
          : undefined;
    throw known ?? toDataError(error, schema);
  }

  return {
    schema,
    onUnrestricted: (operation) => watch.unrestricted(operation),
    run(query, lease, reach) {
      assertUsable(prepared, lease);
      try {
        const statement = prepared.prepare(query, reach);
        if (lease.observer !== undefined) observe(lease.observer, statement, query, lease, reach);
        const started = watch.start();
        connection.setCaller(callerOf(lease, reach));
        const result = statement.returnsRows
          ? readRows(statement, query)
          : change(statement, query);
        watch.end({ connection, prepared: statement, operation: lease.operation }, started);
        return result;
      } catch (error) {
        return fail(error, query, reach);
      } finally {
        connection.setCaller(undefined);
      }
    },
    *iterate(query, lease, reach) {
      assertUsable(prepared, lease);
      let rows: Iterator<SqlRow> | undefined;
      // Others' statements run between two rows, for callers of their own.
      const next = (stream: Iterator<SqlRow>): IteratorResult<SqlRow> => {
        connection.setCaller(callerOf(lease, reach));
        try {
          return stream.next();
        } finally {
          connection.setCaller(undefined);
        }
      };
      try {
        // A statement of its own: the cached one may be run again before this one is through.
        const once = prepared.prepareOnce(query, reach);
        if (lease.observer !== undefined) observe(lease.observer, once, query, lease, reach);
        const { statement, decode } = once;
        rows = statement.iterate(toSqlValues(query.parameters));
        lease.streams ??= new Set();
        lease.streams.add(rows);
        for (let row = next(rows); row.done !== true; row = next(rows)) {
          decode?.(row.value);
          yield row.value;
          assertUsable(prepared, lease);
        }
      } catch (error) {
        fail(error, query, reach);
      } finally {
        if (rows !== undefined) closeStream(lease, rows);
      }
    },
  };
}

function closeStream(lease: Lease, rows: Iterator<SqlRow>): void {
  lease.streams?.delete(rows);
  rows.return?.();
}

/** Before it runs: what comes of it may rest on a statement that fails, too. */
export function observe(
  observer: ReadObserver,
  statement: PreparedStatement,
  { parameters }: CompiledQuery,
  { caller }: Lease,
  reach: Reach,
): void {
  observer.onStatement({ statement, reach, parameters, caller });
}

type Prepared = ReturnType<PreparedConnection["prepare"]>;

function readRows({ statement, decode }: Prepared, query: CompiledQuery): QueryResult<SqlRow> {
  const rows = statement.all(toSqlValues(query.parameters));
  if (decode !== undefined) for (const row of rows) decode(row);
  return { rows };
}

function change({ statement }: Prepared, query: CompiledQuery): QueryResult<SqlRow> {
  const { changes, lastInsertRowid } = statement.run(toSqlValues(query.parameters));
  const result = { numAffectedRows: BigInt(changes), rows: [] };
  return query.query.kind === "InsertQueryNode"
    ? { ...result, insertId: BigInt(lastInsertRowid) }
    : result;
}

/** Without its transaction a statement would commit on its own, or see another snapshot. */
function assertUsable({ connection }: PreparedConnection, lease: Lease): void {
  assertLease(lease);
  if (connection.inTransaction) return;
  throw new DataError(
    "transaction_lost",
    `${lease.operation}: the database has ended the transaction, so nothing more can be done in it.`,
  );
}
