import { type BoundedMap, createBoundedMap } from "../../base/bounded-map.ts";
import type { Connection, SqlRow, SqlValue, Statement } from "../../ports/database.ts";
import type { Ledger } from "./data.ts";
import { assertLease, type Lease } from "./lease.ts";
import type { DataSchema } from "./schema.ts";
import { toDataError } from "./statement-failure.ts";

/** The engine's own statements on the writer: not guarded, so that they reach the system tables. */
export function createLedger(
  connection: Connection,
  schema: DataSchema,
  onCommit: Ledger["onCommit"],
): Ledger {
  const statements: BoundedMap<string, Statement> = createBoundedMap(100);

  function use<R>(sql: string, run: (statement: Statement) => R): R {
    try {
      let statement = statements.get(sql);
      if (statement === undefined) statements.set(sql, (statement = connection.prepare(sql)));
      return run(statement);
    } catch (error) {
      throw toDataError(error, schema);
    }
  }

  return {
    get: (sql: string, ...parameters: SqlValue[]): SqlRow | undefined =>
      use(sql, (statement) => statement.get(parameters)),
    all: (sql: string, ...parameters: SqlValue[]): SqlRow[] =>
      use(sql, (statement) => statement.all(parameters)),
    run: (sql: string, ...parameters: SqlValue[]) =>
      use(sql, (statement) => statement.run(parameters)),
    onCommit,
  };
}

/** The ledger as a handler has it: no longer than its `db`, or it would write into a neighbour's effect. */
export function leaseLedger(ledger: Ledger, lease: Lease): Ledger {
  const held = (): Ledger => {
    assertLease(lease);
    return ledger;
  };
  return {
    get: (sql, ...parameters) => held().get(sql, ...parameters),
    all: (sql, ...parameters) => held().all(sql, ...parameters),
    run: (sql, ...parameters) => held().run(sql, ...parameters),
    onCommit: (task) => held().onCommit(task),
  };
}
