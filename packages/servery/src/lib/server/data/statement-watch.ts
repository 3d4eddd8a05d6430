import { createBoundedMap } from "../../base/bounded-map.ts";
import type { Connection } from "../../ports/database.ts";
import type { Log } from "../../ports/log.ts";
import type { PreparedStatement } from "./prepared-connection.ts";

/** Looks at how statements run: logs slow ones with their plan, and in dev full scans. */
export interface StatementWatch {
  /** Time now, in milliseconds. */
  start(): number;
  end(run: WatchedRun, started: number): void;
  /** A handler goes past row policies. */
  unrestricted(operation: string): void;
}

interface WatchedRun {
  readonly connection: Connection;
  readonly prepared: PreparedStatement;
  readonly operation: string;
}

export interface StatementWatchOptions {
  readonly monotonic: () => number;
  readonly log: Log;
  readonly mode: "dev" | "production";
  readonly slowMs: number;
  /** Rows above which a full scan is warned of; nothing to not look. */
  readonly fullScanRows: number | undefined;
}

/** Statements whose texts are remembered, so that each is warned of once; texts may be made at run time. */
const mostWarned = 1000;

export function createStatementWatch({
  monotonic,
  log,
  mode,
  slowMs,
  fullScanRows,
}: StatementWatchOptions): StatementWatch {
  const warned = createBoundedMap<string, true>(mostWarned);
  const told = new Set<string>();
  return {
    start: monotonic,
    end(run, started) {
      const took = monotonic() - started;
      if (took >= slowMs) logSlow(log, run, took);
      if (fullScanRows === undefined) return;
      const scanned = run.prepared.statement.scannedRows();
      const rows = scanned - run.prepared.scanned;
      run.prepared.scanned = scanned;
      if (rows <= fullScanRows || warned.get(run.prepared.sql) === true) return;
      warned.set(run.prepared.sql, true);
      const { operation } = run;
      const { sql } = run.prepared;
      log.warn(
        { operation, sql, rows, plan: explain(run) },
        `${operation}: a statement looks at ${rows} rows one by one, for want of an index. Add one to the table's \`indexes\`, or mark the operation heavy.`,
      );
    },
    unrestricted(operation) {
      if (mode !== "dev" || told.has(operation)) return;
      told.add(operation);
      log.info({ operation }, `${operation} uses db.unrestricted: no row policy holds there.`);
    },
  };
}

/** The parameters are left out: they may be secrets. */
function logSlow(log: Log, run: WatchedRun, took: number): void {
  const { operation } = run;
  const { sql } = run.prepared;
  log.warn(
    { operation, sql, ms: Math.round(took), plan: explain(run) },
    `${operation}: a slow statement held the database for ${Math.round(took)} ms.`,
  );
}

function explain({ connection, prepared }: WatchedRun): readonly string[] {
  try {
    return connection
      .prepare(`EXPLAIN QUERY PLAN ${prepared.sql}`)
      .all([])
      .map((row) => String(row["detail"]));
  } catch (error) {
    return [`no plan: ${String(error)}`];
  }
}
