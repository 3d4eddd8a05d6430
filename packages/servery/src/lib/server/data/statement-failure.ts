import type { DatabaseFailure } from "../../ports/database.ts";
import { DataError, type DataErrorCode } from "./data-error.ts";
import { safeIntegerRule, safeIntegerSuffix } from "./safe-integer.ts";
import type { DataSchema } from "./schema.ts";

/** A failure of the database, told apart from bugs by its mark. */
export function isDatabaseFailure(error: unknown): error is DatabaseFailure {
  return error instanceof Error && "databaseFailure" in error;
}

/** Says in the engine's words how a statement failed, naming table and columns where they are known. */
export function toDataError(error: unknown, schema: DataSchema): unknown {
  if (!isDatabaseFailure(error)) return error;
  const subject = error.message.split("failed: ")[1] ?? "";
  switch (error.databaseFailure) {
    case "constraint_unique":
      return uniqueViolation(error, subject);
    case "constraint_not_null":
      return violation("not_null_violation", error, toColumns(subject), "must not be empty");
    case "constraint_check":
      return violation(
        "check_violation",
        error,
        columnsOfCheck(schema, subject),
        subject.endsWith(safeIntegerSuffix)
          ? safeIntegerRule
          : `breaks the rule ${ruleOf(schema, subject)}`,
      );
    case "constraint_type":
      return violation(
        "type_violation",
        error,
        toColumns(
          error.message
            .split(" in ")
            .at(-1)
            ?.replace(/^\w+ column /, "") ?? "",
        ),
        `has the wrong type: ${error.message}`,
      );
    case "constraint_foreign_key":
      return new DataError(
        "foreign_key_violation",
        "A row refers to another that does not exist, or is still referred to.",
        { cause: error },
      );
    case "constraint_trigger":
      return new DataError("trigger_violation", `A trigger refused the change: ${error.message}`, {
        cause: error,
      });
    default:
      return toEngineError(error);
  }
}

const engineErrors: Readonly<Record<string, readonly [DataErrorCode, string]>> = {
  read_only: [
    "read_only",
    "A query may only read: this one tried to write. Make the operation a mutation, or take the write out.",
  ],
  busy: [
    "busy",
    "The database is locked by another process that writes. Retry; if it stays, look for a transaction left open elsewhere.",
  ],
  full: ["full_disk", "The disk is full: nothing was written. Free space, then retry."],
  io: ["database_failed", "The disk failed to read or write the database."],
  corrupt: ["database_failed", "The database file is damaged. Restore it from a backup."],
  too_big: ["value_invalid", "A value is larger than the database allows."],
  ended: ["timeout", "The statement took too long and was ended."],
};

function toEngineError(error: DatabaseFailure): DataError {
  const known = engineErrors[error.databaseFailure];
  if (known !== undefined) return new DataError(known[0], known[1], { cause: error });
  return new DataError("statement_invalid", `The statement is not valid: ${error.message}.`, {
    cause: error,
  });
}

interface Columns {
  readonly table: string | undefined;
  readonly columns: readonly string[];
}

/** `orders.userId, orders.day` as SQLite lists them. */
function toColumns(subject: string): Columns {
  const parts = subject.split(", ").map((part) => part.split("."));
  return { table: parts[0]?.[0], columns: parts.flatMap(([, column]) => column ?? []) };
}

function uniqueViolation(error: DatabaseFailure, subject: string): DataError {
  const where = subject.startsWith("index ")
    ? { table: undefined, columns: [] }
    : toColumns(subject);
  return violation("unique_violation", error, where, "must be unique, and this value is taken");
}

function violation(
  code: DataErrorCode,
  cause: DatabaseFailure,
  { table, columns }: Columns,
  what: string,
): DataError {
  const subject =
    columns.length === 0
      ? (table ?? "A row")
      : columns.map((column) => `${table}.${column}`).join(", ");
  return new DataError(code, `${subject} ${what}.`, { table, columns, cause });
}

/** From a constraint's name, `table.column`, `table.column_2`, `table.column.safe` or `table.1`. */
function columnsOfCheck(schema: DataSchema, name: string): Columns {
  const [table = "", rest = ""] = name.split(".");
  const column = schema.column(table, rest) === undefined ? rest.replace(/_\d+$/, "") : rest;
  if (schema.column(table, column) !== undefined) return { table, columns: [column] };
  return { table: schema.tables.has(table) ? table : undefined, columns: [] };
}

function ruleOf(schema: DataSchema, name: string): string {
  const { table, columns } = columnsOfCheck(schema, name);
  const checks = table === undefined ? undefined : schema.tables.get(table)?.checks;
  const ofTable = checks?.[Number(name.split(".")[1]) - 1];
  const ofColumn = schema.column(table ?? "", columns[0] ?? "")?.checks;
  return ofTable ?? ofColumn?.join(" and ").replaceAll("@", columns[0] ?? "") ?? name;
}
