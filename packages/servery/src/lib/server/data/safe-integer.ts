import type { Column } from "./column.ts";

/**
 * What every whole number meets that is stored, as a check of a column; `@` stands for the column. SQLite's
 * integers have 64 bits, and one beyond these makes every read of its row fail.
 */
export const safeIntegerCheck = `@ BETWEEN ${Number.MIN_SAFE_INTEGER} AND ${Number.MAX_SAFE_INTEGER}`;

/** What the check is called after its table and column. Names of columns have no dot: none is in its way. */
export const safeIntegerSuffix = ".safe";

/** What a value that breaks it is told. */
export const safeIntegerRule = `must be a whole number that JavaScript holds exactly, between ${Number.MIN_SAFE_INTEGER} and ${Number.MAX_SAFE_INTEGER}`;

/** Whether a column holds whole numbers, as ids, amounts and times do, and booleans do not. */
export function holdsIntegers(kind: Column["kind"], storage: Column["storage"]): boolean {
  return storage === "INTEGER" && kind !== "boolean";
}

/** Whether a value is a whole number that would be stored, and could not be read. */
export function isUnsafeInteger(value: unknown): boolean {
  if (typeof value === "number") return Number.isInteger(value) && !Number.isSafeInteger(value);
  return typeof value === "bigint" && !Number.isSafeInteger(Number(value));
}
