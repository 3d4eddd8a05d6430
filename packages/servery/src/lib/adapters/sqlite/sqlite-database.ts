import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { ServeryError } from "../../base/servery-error.ts";
import type { Database } from "../../ports/database.ts";
import { openHeavyConnection } from "./heavy-connection.ts";
import { openSqliteConnection } from "./sqlite-connection.ts";
import { assertSqliteVersion } from "./sqlite-version.ts";

export interface SqliteOptions {
  /** The version of SQLite; what the runtime brings, unless a test says otherwise. */
  readonly version?: string;
}

/**
 * The embedded database of a file path, made when it does not exist, or of `":temporary:"`: a file of
 * its own that is deleted at the end, for readers need a file.
 * @throws ServeryError `sqlite_too_old`, `database_location_invalid`.
 */
export function openSqlite(location: string, options: SqliteOptions = {}): Database {
  assertSqliteVersion(options.version ?? runtimeVersion());
  const temporary = location === ":temporary:";
  if (!temporary) assertFile(location);
  const file = temporary
    ? join(mkdtempSync(join(tmpdir(), "servery-")), "data.sqlite")
    : resolve(location);
  return {
    name: temporary ? location : basename(file),
    openWriter() {
      mkdirSync(dirname(file), { recursive: true });
      return openSqliteConnection(file, { readOnly: false });
    },
    openReader: () => openSqliteConnection(file, { readOnly: true }),
    openHeavy: (setup) => openHeavyConnection(file, setup),
    close() {
      if (temporary) rmSync(dirname(file), { recursive: true, force: true });
    },
  };
}

function assertFile(location: string): void {
  if (location !== "" && !location.startsWith(":") && !location.startsWith("file:")) return;
  throw new ServeryError(
    "database_location_invalid",
    `The database location "${location}" is not a file path. Name a file, or ":temporary:" for one that is deleted at the end; readers need a file, so ":memory:" cannot be used.`,
  );
}

function runtimeVersion(): string {
  const database = new DatabaseSync(":memory:");
  try {
    return String(database.prepare("SELECT sqlite_version() AS version").get()?.["version"]);
  } finally {
    database.close();
  }
}
