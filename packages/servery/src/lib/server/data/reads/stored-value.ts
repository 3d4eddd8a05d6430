import type { Storage } from "./fact.ts";

/**
 * A value as a column of this storage holds it, so that what is equal in SQLite is equal in JavaScript;
 * null for NULL, and `undefined` for one that SQLite would compare in another way: by turning a text into a
 * number, or a number into a text, or by bytes that JavaScript's text is not made of.
 */
export function toStored(value: unknown, storage: Storage): string | number | null | undefined {
  // Node binds what is no number as NULL.
  if (value === null || Number.isNaN(value)) return null;
  if (storage === "TEXT") return isExact(value) ? value : undefined;
  if (typeof value === "boolean") return value ? 1 : 0;
  const number = typeof value === "bigint" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number)) return undefined;
  // Beyond these two whole numbers of SQLite's may be one of JavaScript's.
  return Number.isInteger(number) && !Number.isSafeInteger(number) ? undefined : number;
}

/** Half a pair of surrogates is bound as another character, and Node may end a text at a NUL. */
function isExact(value: unknown): value is string {
  return typeof value === "string" && value.isWellFormed() && !value.includes("\0");
}

/**
 * A value that stands in the SQL itself. SQLite reads a number's digits by itself: of fractions the last
 * bit may differ.
 */
export function toConstant(value: unknown): unknown {
  return typeof value === "number" && !Number.isSafeInteger(value) ? undefined : value;
}
