import type { DatabaseSync, Session } from "node:sqlite";
import type { ChangeRecording } from "../../ports/database.ts";
import { toDatabaseFailure } from "./sqlite-failure.ts";

/**
 * A session that follows a table which is never there, to be held as long as the connection is open, for a
 * session that is garbage is closed. While SQLite prepares a DELETE without WHERE it looks whether there is
 * any session; if there is none, the statement empties its table in one stroke whenever it runs, unseen
 * by every session that is opened later.
 */
export function openSentinel(database: DatabaseSync): Session {
  return database.createSession({ db: "main", table: "servery_nothing" });
}

/** Follows the changes that are made from now on. */
export function recordChanges(database: DatabaseSync): ChangeRecording {
  const session = attempt(() => database.createSession({ db: "main" }));
  return {
    changeset: () => attempt(() => session.changeset()),
    close() {
      if (database.isOpen) session.close();
    },
  };
}

function attempt<R>(run: () => R): R {
  try {
    return run();
  } catch (error) {
    throw toDatabaseFailure(error);
  }
}
