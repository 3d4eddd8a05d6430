import { constants, DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import type {
  Connection,
  DatabaseFailure,
  SqlRow,
  Statement,
  StatementGuard,
} from "../../ports/database.ts";
import { toStatementAccess } from "./sqlite-access.ts";
import { defineCaller } from "./sqlite-caller.ts";
import { openSentinel, recordChanges } from "./sqlite-changes.ts";
import { toDatabaseFailure } from "./sqlite-failure.ts";

/**
 * Settings of every connection. FULL: a commit is on disk before it returns. `recursive_triggers`:
 * REPLACE fires the triggers of the row it deletes. `trusted_schema` off: a file made by someone
 * else cannot call our functions. Up to 16 MB of pages are kept by each connection; the pool uses the
 * same few readers while these suffice.
 */
const settings = `PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA recursive_triggers = ON;
  PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000;`;

/**
 * Pages in the log before a commit also moves them into the file: 32 MB. A page that many commits
 * change is then moved once, and fewer commits wait for it than with SQLite's own 1,000.
 */
const checkpointPages = 8000;

const busyTimeoutMs = 5000;

/** Opens a connection with the settings that every connection has. */
export function openSqliteConnection(
  file: string,
  options: { readonly readOnly: boolean },
): Connection {
  const database = openFile(file, options.readOnly);
  try {
    if (!options.readOnly) useWriteAheadLog(database);
    database.exec(settings);
    if (options.readOnly) database.exec("PRAGMA query_only = ON");
    return toConnection(database, options.readOnly);
  } catch (error) {
    database.close();
    throw toDatabaseFailure(error);
  }
}

function openFile(file: string, readOnly: boolean): DatabaseSync {
  try {
    return new DatabaseSync(file, { readOnly, timeout: busyTimeoutMs, defensive: true });
  } catch (error) {
    throw toDatabaseFailure(error);
  }
}

/** SQLite does not wait for the lock that this needs when two processes make a file at once. */
function useWriteAheadLog(database: DatabaseSync): void {
  const pauseMs = 5;
  for (let waited = 0; ; waited += pauseMs) {
    try {
      database.exec(`PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = ${checkpointPages}`);
      return;
    } catch (error) {
      const { databaseFailure } = toDatabaseFailure(error) as Partial<DatabaseFailure>;
      if (databaseFailure !== "busy" || waited >= busyTimeoutMs) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
    }
  }
}

function toConnection(database: DatabaseSync, readOnly: boolean): Connection {
  const setCaller = defineCaller(database);
  const sentinel = readOnly ? undefined : openSentinel(database);
  // Set once: setting an authorizer makes SQLite prepare every statement anew.
  let guard: StatementGuard | undefined;
  database.setAuthorizer((code, first, second, schema, via) => {
    if (guard === undefined || guard(toStatementAccess(code, first, second, schema, via)))
      return constants.SQLITE_OK;
    return constants.SQLITE_DENY;
  });

  return {
    readOnly,
    get inTransaction() {
      return database.isTransaction;
    },
    prepare(sql, statementGuard) {
      guard = statementGuard;
      try {
        return toStatement(database.prepare(sql));
      } catch (error) {
        throw toDatabaseFailure(error);
      } finally {
        guard = undefined;
      }
    },
    exec(sql) {
      try {
        database.exec(sql);
      } catch (error) {
        throw toDatabaseFailure(error);
      }
    },
    setCaller,
    recordChanges: () => recordChanges(database),
    close() {
      if (!database.isOpen) return;
      sentinel?.close();
      database.close();
    },
  };
}

/** What Node has since 26.6 and its types do not know yet. */
interface Counting extends StatementSync {
  stat?(counter: "fullscanStep"): number;
}

type Inputs = SQLInputValue[];

function toStatement(statement: StatementSync): Statement {
  return {
    all(parameters) {
      try {
        return statement.all(...(parameters as Inputs)) as SqlRow[];
      } catch (error) {
        throw toDatabaseFailure(error);
      }
    },
    get(parameters) {
      try {
        return statement.get(...(parameters as Inputs)) as SqlRow | undefined;
      } catch (error) {
        throw toDatabaseFailure(error);
      }
    },
    run(parameters) {
      try {
        const { changes, lastInsertRowid } = statement.run(...(parameters as Inputs));
        return { changes: Number(changes), lastInsertRowid };
      } catch (error) {
        throw toDatabaseFailure(error);
      }
    },
    *iterate(parameters) {
      try {
        yield* statement.iterate(...(parameters as Inputs)) as IterableIterator<SqlRow>;
      } catch (error) {
        throw toDatabaseFailure(error);
      }
    },
    columns: () => statement.columns(),
    scannedRows: () => (statement as Counting).stat?.("fullscanStep") ?? 0,
  };
}
