import { ServeryError } from "../../../base/servery-error.ts";
import type { Connection } from "../../../ports/database.ts";
import { hasWords, tokenizeSql } from "../sql-tokens.ts";
import {
  allowedDestructions,
  describeDestructions,
  findDestructions,
  refusedDestructions,
} from "./destruction.ts";
import { assertNotNewer, readApplied, recordMigration, pendingFiles } from "./history.ts";
import type { MigrationFile } from "./migration-file.ts";
import { readSnapshot } from "./snapshot.ts";
import { changeSchema } from "./transaction.ts";

/**
 * Applies the files that are not applied yet, in order, each in a transaction of its own. Where two
 * processes try at once, one waits for the other and finds its work done.
 * @returns the names of the files that this call applied.
 * @throws ServeryError `database_newer`, `migration_changed`, `migration_destructive`, `migration_failed`.
 */
export function applyFiles(
  connection: Connection,
  files: readonly MigrationFile[],
  now: () => number,
): readonly string[] {
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
