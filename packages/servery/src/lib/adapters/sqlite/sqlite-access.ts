import { constants } from "node:sqlite";
import type { StatementAccess } from "../../ports/database.ts";

const c = constants;

const actions = new Map<number, StatementAccess["action"]>([
  [c.SQLITE_READ, "read"],
  [c.SQLITE_INSERT, "insert"],
  [c.SQLITE_UPDATE, "update"],
  [c.SQLITE_DELETE, "delete"],
  [c.SQLITE_SELECT, "select"],
  [c.SQLITE_RECURSIVE, "select"],
  [c.SQLITE_FUNCTION, "function"],
  [c.SQLITE_TRANSACTION, "transaction"],
  [c.SQLITE_SAVEPOINT, "savepoint"],
  [c.SQLITE_PRAGMA, "pragma"],
  [c.SQLITE_ATTACH, "attach"],
  [c.SQLITE_DETACH, "attach"],
]);

/** Translates what SQLite's authorizer is told (https://sqlite.org/c3ref/c_alter_table.html). */
export function toStatementAccess(
  code: number,
  first: string | null,
  second: string | null,
  database: string | null,
  via: string | null,
): StatementAccess {
  const action = actions.get(code) ?? "schema";
  // A function's name is the second argument, everything else is named by the first.
  return action === "function"
    ? { action, subject: second, detail: null, database, via }
    : { action, subject: first, detail: second, database, via };
}
