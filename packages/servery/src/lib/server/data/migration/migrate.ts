import { ServeryError } from "../../../base/servery-error.ts";
import type { Connection, Database } from "../../../ports/database.ts";
import { toDataSchema } from "../schema.ts";
import type { Tables } from "../table.ts";
import { applyFiles } from "./apply-migrations.ts";
import { assertNotNewer, pendingFiles, readApplied } from "./history.ts";
import type { MigrationFile } from "./migration-file.ts";
import { type MigrationPlan, toMigrationPlan } from "./plan.ts";
import { readSnapshot } from "./snapshot.ts";

/** Compares a database with the tables of the code. Changes nothing. */
export function planMigration(database: Database, tables: Tables): MigrationPlan {
  return withWriter(database, (connection) =>
    toMigrationPlan(readSnapshot(connection), toDataSchema(tables)),
  );
}

/**
 * Writes the migration that leads from what the files make to what the code asks for.
 * @param scratch an empty database, to try the files in.
 * @returns the text of the next file, or nothing when there is nothing to change.
 */
export function writeMigration(
  scratch: Database,
  files: readonly MigrationFile[],
  tables: Tables,
): string | undefined {
  const plan = withWriter(scratch, (connection) => {
    applyFiles(connection, files, () => 0);
    return toMigrationPlan(readSnapshot(connection), toDataSchema(tables));
  });
  return plan.statements.length === 0 ? undefined : toMigrationText(plan);
}

/**
 * Applies the files that a database has not had, in order. A database that dev made, and whose schema
 * is what the code's tables ask for, is adopted: its files are recorded, not run.
 * @returns the names of those applied now.
 * @throws ServeryError `database_newer`, `migration_changed`, `migration_order`,
 *   `migration_destructive`, `migration_failed`, `migration_history_missing`.
 */
export function applyMigrations(
  database: Database,
  files: readonly MigrationFile[],
  tables: Tables,
  now: () => number,
): readonly string[] {
  return withWriter(database, (connection) =>
    applyFiles(connection, files, now, toDataSchema(tables)),
  );
}

/** Where a database stands, by the names of migration files. */
export interface MigrationStatus {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
  /** Why the files do not belong to the database: it is newer, or a file was changed. */
  readonly conflict: string | undefined;
  /** What would still have to change after all files: empty when files and code agree. */
  readonly drift: MigrationPlan;
}

/** Where a database stands. Changes nothing. */
export function migrationStatus(
  database: Database,
  files: readonly MigrationFile[],
  tables: Tables,
): MigrationStatus {
  return withWriter(database, (connection) => {
    const history = readApplied(connection);
    return {
      applied: history.map(({ name }) => name),
      pending: pendingFiles(history, files).map(({ name }) => name),
      conflict: conflictOf(() => assertNotNewer(history, files)),
      drift: toMigrationPlan(readSnapshot(connection), toDataSchema(tables)),
    };
  });
}

function conflictOf(check: () => void): string | undefined {
  try {
    check();
    return undefined;
  } catch (error) {
    if (error instanceof ServeryError) return error.message;
    throw error;
  }
}

function withWriter<R>(database: Database, run: (connection: Connection) => R): R {
  const connection = database.openWriter();
  try {
    return run(connection);
  } finally {
    connection.close();
  }
}

/** A destruction is written down as refused: whoever reviews the file must change the word. */
function toMigrationText({ statements, destructive, unfilled }: MigrationPlan): string {
  const refused =
    destructive.length === 0
      ? []
      : [
          "-- This migration destroys data. Where that is meant, change `refuse` to `allow`:",
          ...destructive.map(
            ({ what, why }) => `-- servery: refuse-destructive ${what}\n--   (${why})`,
          ),
          "",
        ];
  const empty =
    unfilled.length === 0
      ? []
      : [
          `-- Rows that are there have no value for ${unfilled.join(", ")}: write one below, or this fails where there are any.`,
          "",
        ];
  return [...refused, ...empty, ...statements.map((statement) => `${statement};`), ""].join("\n");
}
