import type { CompiledQuery, QueryResult } from "kysely";
import type { Database, HeavyConnection, SqlRow } from "../../ports/database.ts";
import { selectCount } from "./commit-recorder.ts";
import { toSqlValues } from "./encode-values.ts";
import { assertLease, callerOf, type Lease, type StatementRunner } from "./lease.ts";
import type { Reach } from "./row-caller.ts";
import type { PreparedConnection } from "./prepared-connection.ts";
import type { Reader } from "./reader.ts";
import { toReaderSetup } from "./row-policies.ts";
import { toDataError } from "./statement-failure.ts";
import { observe } from "./statement-runner.ts";
import type { StatementWatch } from "./statement-watch.ts";

/**
 * A reader whose statements run elsewhere and can be ended. `checker` is a connection of this thread:
 * it prepares each statement, so that heavy ones are guarded and decoded like all others.
 */
export function createHeavyReader(
  database: Database,
  checker: PreparedConnection,
  watch: StatementWatch,
): Reader {
  const heavy = database.openHeavy(toReaderSetup(checker.schema));
  let count: Promise<number> | undefined;
  return {
    runner: createHeavyRunner(heavy, checker, watch),
    get usable() {
      return !heavy.ended;
    },
    // Not awaited: statements are run in the order in which they are sent.
    begin() {
      send(heavy, "BEGIN");
      // The first thing that is read: should the snapshot be lost on the way, the result counts as older than it is.
      count = heavy.all(selectCount, []).then(([row]) => Number(row?.["count"]));
      count.catch(() => {});
    },
    count: () => count ?? Promise.reject(new Error("No snapshot has begun.")),
    commit: () => send(heavy, "COMMIT"),
    interrupt: () => void heavy.end(),
    close: () => heavy.end(),
  };
}

/** A failure shows in the statement that comes next. */
function send(heavy: HeavyConnection, sql: string): void {
  heavy.all(sql, []).catch(() => {});
}

function createHeavyRunner(
  heavy: HeavyConnection,
  checker: PreparedConnection,
  watch: StatementWatch,
): StatementRunner {
  const { schema } = checker;

  async function run(
    query: CompiledQuery,
    lease: Lease,
    reach: Reach,
  ): Promise<QueryResult<SqlRow>> {
    const prepared = checker.prepare(query, reach);
    const { decode, sql } = prepared;
    if (lease.observer !== undefined) observe(lease.observer, prepared, query, lease, reach);
    const rows = await heavy
      .all(sql, toSqlValues(query.parameters), callerOf(lease, reach))
      .catch((error: unknown) => {
        throw toDataError(error, schema);
      });
    assertLease(lease);
    if (decode !== undefined) for (const row of rows) decode(row);
    return { rows };
  }

  return {
    schema,
    onUnrestricted: (operation) => watch.unrestricted(operation),
    run,
    async *iterate(query, lease, reach) {
      const { rows } = await run(query, lease, reach);
      for (const row of rows) {
        assertLease(lease);
        yield row;
      }
    },
  };
}
