import type { DatabaseSync } from "node:sqlite";
import type { RowCaller } from "../../ports/database.ts";

/** Defines the functions by which SQL is told who asks; what is returned says who that is. */
export function defineCaller(database: DatabaseSync): (caller: RowCaller | undefined) => void {
  let current: RowCaller | undefined;
  database.function("servery_user", () => current?.user ?? null);
  // Deterministic, which SQLite means within one run of a statement: so it is asked before any row is.
  database.function("servery_has", { deterministic: true }, (role) =>
    current?.roles.has(String(role)) ? 1 : 0,
  );
  database.function("servery_restricted", () => (current === undefined ? 0 : 1));
  return (caller) => {
    current = caller;
  };
}
