import type { SqlValue } from "../../ports/database.ts";
import { DataError } from "./data-error.ts";

/**
 * Turns what JavaScript binds into what SQL has: booleans to 0 and 1, objects and arrays to JSON.
 * @throws DataError `value_invalid` for what SQL has no value for.
 */
export function toSqlValues(parameters: readonly unknown[]): readonly SqlValue[] {
  for (const [index, value] of parameters.entries())
    if (typeof value !== "string" && typeof value !== "number" && value !== null)
      return encodeFrom(parameters, index);
  return parameters as readonly SqlValue[];
}

function encodeFrom(parameters: readonly unknown[], start: number): readonly SqlValue[] {
  return parameters.map((value, index) =>
    index < start ? (value as SqlValue) : toSqlValue(value),
  );
}

function toSqlValue(value: unknown): SqlValue {
  if (
    value === null ||
    typeof value === "string" ||
    typeof value === "number" ||
    typeof value === "bigint"
  )
    return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof Uint8Array) return value;
  if (value instanceof Date)
    throw invalid(
      "a Date",
      "Bind epoch milliseconds (date.getTime()) or ISO text (date.toISOString()), as the timestamp() column is declared",
    );
  if (typeof value === "object") return JSON.stringify(value);
  throw invalid(
    value === undefined ? "undefined" : `a ${typeof value}`,
    "Bind null, a string, number, bigint, boolean, Uint8Array, or plain data for a json() column",
  );
}

function invalid(what: string, instead: string): DataError {
  return new DataError(
    "value_invalid",
    `A statement was given ${what}, which SQL has no value for. ${instead}.`,
  );
}
