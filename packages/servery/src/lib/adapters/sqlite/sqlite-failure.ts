import type { DatabaseFailure, DatabaseFailureKind } from "../../ports/database.ts";

/** SQLite's extended result codes (https://sqlite.org/rescode.html) that have a kind of their own. */
const extended: Readonly<Record<number, DatabaseFailureKind>> = {
  275: "constraint_check",
  787: "constraint_foreign_key",
  1299: "constraint_not_null",
  1555: "constraint_unique",
  1811: "constraint_trigger",
  2067: "constraint_unique",
  2579: "constraint_unique",
  3091: "constraint_type",
};

/** Its primary result codes: the low byte of the extended ones. */
const primary: Readonly<Record<number, DatabaseFailureKind>> = {
  5: "busy",
  6: "busy",
  8: "read_only",
  10: "io",
  11: "corrupt",
  13: "full",
  18: "too_big",
  23: "not_authorized",
  26: "corrupt",
};

/** Says what kind of failure SQLite reports; other errors are left as they are. */
export function toDatabaseFailure(error: unknown): unknown {
  if (!(error instanceof Error) || "databaseFailure" in error) return error;
  const code = (error as { errcode?: unknown }).errcode;
  if (typeof code !== "number") return error;
  // RESTRICT is done by a trigger of SQLite's own.
  const kind =
    code === 1811 && error.message.startsWith("FOREIGN KEY")
      ? "constraint_foreign_key"
      : extended[code];
  const databaseFailure = kind ?? primary[code & 0xff] ?? "sql";
  return Object.assign(error, { databaseFailure }) satisfies DatabaseFailure;
}

/** Makes a failure that SQLite itself does not report. */
export function databaseFailure(kind: DatabaseFailureKind, message: string): DatabaseFailure {
  return Object.assign(new Error(message), { databaseFailure: kind });
}
