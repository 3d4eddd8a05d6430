import { ServeryError } from "../../../base/servery-error.ts";
import type { Connection } from "../../../ports/database.ts";
import type { MigrationFile } from "./migration-file.ts";

/** A migration that a database has had, as it was then. */
export interface AppliedMigration {
  readonly name: string;
  readonly sql: string;
  /** Epoch milliseconds. */
  readonly appliedAt: number;
}

/** The whole text is kept, not a checksum of it: it says what was changed, too. */
const table = `CREATE TABLE IF NOT EXISTS servery_migrations (
  name TEXT PRIMARY KEY NOT NULL, sql TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT`;

/** What a database has had, oldest first; nothing where it was never migrated. */
export function readApplied(connection: Connection): readonly AppliedMigration[] {
  const exists = connection
    .prepare("SELECT 1 FROM sqlite_schema WHERE name = 'servery_migrations'")
    .get([]);
  if (exists === undefined) return [];
  const rows = connection
    .prepare("SELECT name, sql, applied_at FROM servery_migrations ORDER BY name")
    .all([]);
  return rows.map((row) => ({
    name: String(row["name"]),
    sql: String(row["sql"]),
    appliedAt: Number(row["applied_at"]),
  }));
}

export function recordMigration(connection: Connection, file: MigrationFile, at: number): void {
  connection.exec(table);
  connection
    .prepare("INSERT INTO servery_migrations (name, sql, applied_at) VALUES (?, ?, ?)")
    .run([file.name, normalize(file.sql), at]);
}

/** The files that a database has not had, in order. */
export function pendingFiles(
  history: readonly AppliedMigration[],
  files: readonly MigrationFile[],
): readonly MigrationFile[] {
  const had = new Set(history.map(({ name }) => name));
  return sortFiles(files).filter(({ name }) => !had.has(name));
}

/**
 * Refuses a database whose history is not the beginning of the folder's.
 * @throws ServeryError `database_newer`, `migration_changed`, `migration_order`.
 */
export function assertNotNewer(
  history: readonly AppliedMigration[],
  files: readonly MigrationFile[],
): void {
  const sorted = sortFiles(files);
  for (const [index, { name, sql }] of history.entries()) {
    const file = sorted.find((candidate) => candidate.name === name);
    if (file === undefined)
      throw new ServeryError(
        "database_newer",
        `The database has had the migration ${name}, which this code does not have: it is newer than the code. Deploy the code that has it.`,
      );
    if (normalize(file.sql) !== sql)
      throw new ServeryError(
        "migration_changed",
        `The migration ${name} was changed after it was applied. Restore the file as it was, and write the change as a new migration.`,
      );
    if (sorted[index] !== file)
      throw new ServeryError(
        "migration_order",
        `The migration ${sorted[index]?.name} comes before ${name}, which has been applied. Rename it so that it comes last.`,
      );
  }
}

/** @throws ServeryError `migration_invalid` for a name that does not sort, or two files of one name. */
function sortFiles(files: readonly MigrationFile[]): readonly MigrationFile[] {
  const wrong = files.find(({ name }) => !/^\d{4,}-[\w-]+\.sql$/.test(name));
  if (wrong !== undefined)
    throw new ServeryError(
      "migration_invalid",
      `The migration "${wrong.name}" is not named like 0001-first-tables.sql: four digits or more, a hyphen, words.`,
    );
  const sorted = files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const twice = sorted.find(
    ({ name }, index) => sorted[index + 1]?.name.split("-")[0] === name.split("-")[0],
  );
  if (twice !== undefined)
    throw new ServeryError(
      "migration_invalid",
      `Two migrations have the number of ${twice.name}: give each its own.`,
    );
  return sorted;
}

/** Line endings depend on how a file was checked out. */
function normalize(sql: string): string {
  return sql.replaceAll("\r\n", "\n");
}
