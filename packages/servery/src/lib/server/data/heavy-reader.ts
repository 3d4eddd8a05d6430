import type { CompiledQuery, QueryResult } from "kysely";
import type { Database, HeavyConnection, SqlRow } from "../../ports/database.ts";
import { toSqlValues } from "./encode-values.ts";
import { assertLease, type Lease, type StatementRunner } from "./lease.ts";
import type { PreparedConnection } from "./prepared-connection.ts";
import type { Reader } from "./reader.ts";
import { toDataError } from "./statement-failure.ts";

/**
 * A reader whose statements run elsewhere and can be ended. `checker` is a connection of this thread:
 * it prepares each statement, so that heavy ones are guarded and decoded like all others.
 */
export function createHeavyReader(database: Database, checker: PreparedConnection): Reader {
  const heavy = database.openHeavy();
  return {
    runner: createHeavyRunner(heavy, checker),
    get usable() {
      return !heavy.ended;
    },
    // Not awaited: statements are run in the order in which they are sent.
    begin: () => send(heavy, "BEGIN"),
    commit: () => send(heavy, "COMMIT"),
    interrupt: () => void heavy.end(),
    close: () => heavy.end(),
  };
}

/** A failure shows in the statement that comes next. */
function send(heavy: HeavyConnection, sql: string): void {
  heavy.all(sql, []).catch(() => {});
}

function createHeavyRunner(heavy: HeavyConnection, checker: PreparedConnection): StatementRunner {
  const { schema } = checker;

  async function run(query: CompiledQuery, lease: Lease): Promise<QueryResult<SqlRow>> {
    const { decode } = checker.prepare(query);
    const rows = await heavy
      .all(query.sql, toSqlValues(query.parameters))
      .catch((error: unknown) => {
        throw toDataError(error, schema);
      });
    assertLease(lease);
    if (decode !== undefined) for (const row of rows) decode(row);
    return { rows };
  }

  return {
    schema,
    run,
    async *iterate(query, lease) {
      const { rows } = await run(query, lease);
      for (const row of rows) {
        assertLease(lease);
        yield row;
      }
    },
  };
}
