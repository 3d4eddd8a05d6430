import type { DatabaseFailure } from "../../ports/database.ts";
import { DataError } from "./data-error.ts";
import type { DataSchema, ForeignKey } from "./schema.ts";
import { tokenizeSql } from "./sql-tokens.ts";
import { findTarget } from "./statement-target.ts";

/**
 * What it means that a policy's trigger refused a statement; nothing for a trigger of someone else. A
 * row that the caller may not know of fails as if it were not there, and where it stands in the way, as
 * one that takes a unique value.
 */
export function toPolicyFailure(
  cause: DatabaseFailure,
  schema: DataSchema,
  sql: string,
): DataError | undefined {
  const [mark, what, subject = ""] = cause.message.split(":");
  if (mark !== "servery") return undefined;
  if (what === "new") return notTheirs(subject, cause);
  if (what === "reference") return refersToNothing(findKey(schema, subject), cause);
  const target = findTarget(tokenizeSql(sql));
  const inTheWay =
    target?.table.toLowerCase() === subject.toLowerCase() &&
    (target.verb === "insert" || target.replaces);
  return inTheWay ? valueTaken(subject, cause) : tiedToHidden(subject, cause);
}

function notTheirs(table: string, cause: unknown): DataError {
  return new DataError(
    "policy_violation",
    `${table}: by the table's policy the caller may not have the row that the statement would make.`,
    { table, cause },
  );
}

function valueTaken(table: string, cause: unknown): DataError {
  return new DataError(
    "unique_violation",
    `${table}: a value that must be unique is taken, by a row that the caller cannot replace.`,
    { table, cause },
  );
}

function tiedToHidden(table: string, cause: unknown): DataError {
  return new DataError(
    "foreign_key_violation",
    `The row is still referred to by ${table}, by a row that the caller cannot change.`,
    { table, cause },
  );
}

export function refersToNothing({ table, column, parent }: ForeignKey, cause: unknown): DataError {
  return new DataError(
    "foreign_key_violation",
    `${table}.${column} refers to a row of ${parent} that does not exist.`,
    { table, columns: [column], cause },
  );
}

function findKey({ foreignKeys }: DataSchema, name: string): ForeignKey {
  return foreignKeys.find(({ table, column }) => `${table}.${column}` === name) as ForeignKey;
}
