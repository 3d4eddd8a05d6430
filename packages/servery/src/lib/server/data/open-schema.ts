import { ServeryError } from "../../base/servery-error.ts";
import type { Connection } from "../../ports/database.ts";
import { commitTables } from "./commit-recorder.ts";
import type { DataOptions } from "./data.ts";
import { applyFiles } from "./migration/apply-migrations.ts";
import { followSchema } from "./migration/follow-schema.ts";
import { assertNotNewer, pendingFiles, readApplied } from "./migration/history.ts";
import { toMigrationPlan } from "./migration/plan.ts";
import { readSnapshot } from "./migration/snapshot.ts";
import type { DataSchema } from "./schema.ts";
import { findSharedUniques } from "./shared-uniques.ts";
import type { Tables } from "./table.ts";

/**
 * Brings the schema up to date as the mode says, or refuses to go on.
 * @throws ServeryError `schema_destructive`, `migrations_pending`, `database_newer`, `schema_drift`, …
 */
export function openSchema<T extends Tables>(
  connection: Connection,
  schema: DataSchema,
  options: DataOptions<T>,
): void {
  if (options.mode === "dev") followInDev(connection, schema, options);
  else migrateInProduction(connection, schema, options);
  for (const sql of [...commitTables, ...(options.systemTables ?? [])]) {
    assertSystemTable(sql);
    connection.exec(sql);
  }
}

function followInDev<T extends Tables>(
  connection: Connection,
  schema: DataSchema,
  { log, migrations = [] }: DataOptions<T>,
): void {
  const statements = followSchema(connection, schema, migrations);
  if (statements.length > 0)
    log.info(
      { statements },
      `The database's schema follows the code: ${statements.length} statements.`,
    );
  const uniques = findSharedUniques(schema);
  if (uniques.length > 0)
    log.info(
      { uniques },
      `Unique across owners, so that a conflict tells that someone has the value: ${uniques.join(", ")}. Put the owner's column into the unique, or say that it is meant, unique: "across_owners".`,
    );
}

function migrateInProduction<T extends Tables>(
  connection: Connection,
  schema: DataSchema,
  options: DataOptions<T>,
): void {
  const { migrations = [], pendingMigrations = "refuse", clock, log } = options;
  const history = readApplied(connection);
  assertNotNewer(history, migrations);
  const pending = pendingFiles(history, migrations).map(({ name }) => name);
  if (pending.length > 0 && pendingMigrations === "refuse")
    throw new ServeryError(
      "migrations_pending",
      `The database has not had ${pending.join(", ")}. Run \`servery migrate --apply\` before the start, or start with --migrate.`,
    );
  for (const name of applyFiles(connection, migrations, () => clock.now(), schema))
    log.info({ migration: name }, `Applied the migration ${name}.`);
  assertNoDrift(connection, schema);
}

function assertNoDrift(connection: Connection, schema: DataSchema): void {
  const { statements } = toMigrationPlan(readSnapshot(connection), schema);
  if (statements.length === 0) return;
  throw new ServeryError(
    "schema_drift",
    `The database is not as the code's tables say, and no migration makes it so: run \`servery migrate\` to write one. What differs comes to:\n${statements.join(";\n")};`,
  );
}

function assertSystemTable(sql: string): void {
  if (/^\s*CREATE\s+(UNIQUE\s+)?(TABLE|INDEX)\s+IF\s+NOT\s+EXISTS\s+"?servery_/i.test(sql)) return;
  throw new ServeryError(
    "table_invalid",
    `A system table must be made by CREATE … IF NOT EXISTS with a name that starts with servery_, not by: ${sql.slice(0, 80)}`,
  );
}
