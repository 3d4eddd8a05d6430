import { ServeryError } from "../../../base/servery-error.ts";
import type { Connection } from "../../../ports/database.ts";
import type { DataSchema } from "../schema.ts";
import { hasWords, tokenizeSql } from "../sql-tokens.ts";
import {
  allowedDestructions,
  describeDestructions,
  findDestructions,
  refusedDestructions,
} from "./destruction.ts";
import { assertNotNewer, readApplied, recordMigration, pendingFiles } from "./history.ts";
import type { MigrationFile } from "./migration-file.ts";
import { toMigrationPlan } from "./plan.ts";
import { readSnapshot } from "./snapshot.ts";
import { changeSchema } from "./transaction.ts";

/**
 * Applies the files that are not applied yet, in order, each in a transaction of its own. Where two
 * processes try at once, one waits for the other and finds its work done. A database that dev made
 * has no history: where its schema is already what the code asks for, the files are recorded, not run.
 * @returns the names of the files that this call applied.
 * @throws ServeryError `database_newer`, `migration_changed`, `migration_destructive`,
 *   `migration_failed`, `migration_history_missing`.
 */
export function applyFiles(
  connection: Connection,
  files: readonly MigrationFile[],
  now: () => number,
  schema?: DataSchema,
): readonly string[] {
  if (schema !== undefined) adoptDevSchema(connection, files, now, schema);
  const applied: string[] = [];
  for (;;) {
    if (nextFile(connection, files) === undefined) return applied;
    const name = changeSchema(connection, () => {
      // Looked at again: now no other process can be applying it.
      const file = nextFile(connection, files);
      if (file !== undefined) applyFile(connection, file, now());
      return file?.name;
    });
    if (name !== undefined) applied.push(name);
  }
}

function adoptDevSchema(
  connection: Connection,
  files: readonly MigrationFile[],
  now: () => number,
  schema: DataSchema,
): void {
  const isUnrecorded = () =>
    files.length > 0 &&
    readApplied(connection).length === 0 &&
    readSnapshot(connection).tables.size > 0;
  if (!isUnrecorded()) return;
  changeSchema(connection, () => {
    if (!isUnrecorded()) return;
    const { statements } = toMigrationPlan(readSnapshot(connection), schema);
    if (statements.length > 0) throw historyMissing(statements);
    for (const file of pendingFiles([], files)) recordMigration(connection, file, now());
  });
}

function historyMissing(statements: readonly string[]): ServeryError {
  return new ServeryError(
    "migration_history_missing",
    `The database has tables but no history of migrations, as one that \`servery dev\` made, and its schema is not the code's. Let \`servery dev\` bring it up to date first, or use another file. What differs comes to:\n${statements.join(";\n")};`,
  );
}

function nextFile(
  connection: Connection,
  files: readonly MigrationFile[],
): MigrationFile | undefined {
  const history = readApplied(connection);
  assertNotNewer(history, files);
  return pendingFiles(history, files)[0];
}

function applyFile(connection: Connection, file: MigrationFile, at: number): void {
  const before = readSnapshot(connection);
  // It would keep what comes before it, recorded nowhere.
  if (hasWords(tokenizeSql(file.sql), "COMMIT")) throw endsTransaction(file);
  try {
    connection.exec(file.sql);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new ServeryError(
      "migration_failed",
      `The migration ${file.name} failed, and nothing of it was kept: ${why}.`,
      { cause },
    );
  }
  if (!connection.inTransaction) throw endsTransaction(file);
  assertAllowed(
    file,
    refusedDestructions(
      findDestructions(before, readSnapshot(connection)),
      allowedDestructions(file.sql),
    ),
  );
  recordMigration(connection, file, at);
}

function endsTransaction({ name }: MigrationFile): ServeryError {
  return new ServeryError(
    "migration_failed",
    `The migration ${name} ends the transaction that it runs in: take BEGIN, COMMIT and ROLLBACK out of it.`,
  );
}

function assertAllowed(
  { name }: MigrationFile,
  refused: ReturnType<typeof findDestructions>,
): void {
  if (refused.length === 0) return;
  throw new ServeryError(
    "migration_destructive",
    `The migration ${name} destroys data:\n${describeDestructions(refused)}\nNothing was changed. If it is meant, say so in the file:\n` +
      refused.map(({ what }) => `  -- servery: allow-destructive ${what}`).join("\n"),
  );
}
