import { ServeryError } from "../../../base/servery-error.ts";
import type { Connection } from "../../../ports/database.ts";
import { isDatabaseFailure } from "../statement-failure.ts";

/** Times to wait for a lock held by another process that migrates; each is the connection's own time-out. */
const patience = 24;

/**
 * Changes the schema in one transaction that no other process can enter: what `change` looks at is
 * so until the end. Foreign keys are off meanwhile, as rebuilding a table needs, and checked before
 * the commit.
 */
export function changeSchema<R>(connection: Connection, change: () => R): R {
  connection.exec("PRAGMA foreign_keys = OFF");
  try {
    beginPatiently(connection);
    const result = change();
    assertForeignKeys(connection);
    connection.exec("COMMIT");
    return result;
  } catch (error) {
    if (connection.inTransaction) connection.exec("ROLLBACK");
    throw error;
  } finally {
    connection.exec("PRAGMA legacy_alter_table = OFF; PRAGMA foreign_keys = ON");
  }
}

function beginPatiently(connection: Connection): void {
  for (let attempt = 1; ; attempt++) {
    try {
      connection.exec("BEGIN IMMEDIATE");
      return;
    } catch (error) {
      if (!isDatabaseFailure(error) || error.databaseFailure !== "busy" || attempt === patience)
        throw error;
    }
  }
}

function assertForeignKeys(connection: Connection): void {
  const broken = connection.prepare("PRAGMA foreign_key_check").all([]);
  if (broken.length === 0) return;
  const tables = [...new Set(broken.map((row) => `${row["table"]} to ${row["parent"]}`))].join(
    ", ",
  );
  throw new ServeryError(
    "migration_failed",
    `After the change ${broken.length} rows would refer to rows that do not exist (${tables}). Nothing was changed: repair them first, in a migration.`,
  );
}
