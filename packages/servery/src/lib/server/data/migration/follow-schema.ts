import { ServeryError } from "../../../base/servery-error.ts";
import type { Connection } from "../../../ports/database.ts";
import type { DataSchema } from "../schema.ts";
import { quote } from "../table-ddl.ts";
import { allowedDestructions, describeDestructions, refusedDestructions } from "./destruction.ts";
import type { MigrationFile } from "./migration-file.ts";
import { type MigrationPlan, toMigrationPlan } from "./plan.ts";
import { readSnapshot } from "./snapshot.ts";
import { changeSchema } from "./transaction.ts";

/**
 * Makes a development database follow the code, keeping its data. A migration file that allows a
 * destruction allows it here too.
 * @returns the statements that were run.
 * @throws ServeryError `schema_destructive`, `migration_failed`.
 */
export function followSchema(
  connection: Connection,
  schema: DataSchema,
  files: readonly MigrationFile[],
): readonly string[] {
  if (toMigrationPlan(readSnapshot(connection), schema).statements.length === 0) return [];
  return changeSchema(connection, () => {
    const plan = toMigrationPlan(readSnapshot(connection), schema);
    assertKeepsData(plan, files);
    assertFilled(connection, plan);
    for (const statement of plan.statements) runStatement(connection, statement);
    return plan.statements;
  });
}

function assertKeepsData({ destructive }: MigrationPlan, files: readonly MigrationFile[]): void {
  const allowed = new Set(files.flatMap(({ sql }) => [...allowedDestructions(sql)]));
  const refused = refusedDestructions(destructive, allowed);
  if (refused.length === 0) return;
  throw new ServeryError(
    "schema_destructive",
    `The code's tables would destroy data in this database:\n${describeDestructions(refused)}\n` +
      "Nothing was changed. Put it back into the code, or let a migration say that it is meant: run `servery migrate`, and write in the file\n" +
      refused.map(({ what }) => `  -- servery: allow-destructive ${what}`).join("\n"),
  );
}

/** A new column without a value for old rows is no trouble while there are none. */
function assertFilled(connection: Connection, { unfilled }: MigrationPlan): void {
  const missing = unfilled.filter((name) => {
    const table = name.split(".")[0] ?? "";
    return connection.prepare(`SELECT 1 FROM ${quote(table)} LIMIT 1`).get([]) !== undefined;
  });
  if (missing.length === 0) return;
  throw new ServeryError(
    "schema_destructive",
    `The rows that are there have no value for ${missing.join(", ")}, which may not be NULL. Nothing was changed. Give the column a default, or make it nullable.`,
  );
}

function runStatement(connection: Connection, statement: string): void {
  try {
    connection.exec(statement);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ServeryError(
      "migration_failed",
      `The data that is there does not fit the code's tables: ${why}. Nothing was changed. It failed at:\n${statement}`,
      { cause },
    );
  }
}
