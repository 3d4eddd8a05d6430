import type { SqlValue } from "../../ports/database.ts";

/**
 * The order of two values as SQLite has it, by the binary collation
 * (https://sqlite.org/datatype3.html#sort_order): NULL, numbers, texts, bytes.
 */
export function compareSqlValues(left: SqlValue, right: SqlValue): number {
  const rank = rankOf(left) - rankOf(right);
  if (rank !== 0) return rank;
  if (typeof left === "string") return compareTexts(left, right as string);
  if (left instanceof Uint8Array) return compareBytes(left, right as Uint8Array);
  if (left === null) return 0;
  return left < (right as number) ? -1 : left > (right as number) ? 1 : 0;
}

function rankOf(value: SqlValue): number {
  if (value === null) return 0;
  if (typeof value === "string") return 2;
  return typeof value === "object" ? 3 : 1;
}

/** By UTF-8's bytes, which is by code points. JavaScript's own order is by UTF-16's units. */
function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  const shorter = Math.min(left.length, right.length);
  let at = 0;
  while (at < shorter && left.charCodeAt(at) === right.charCodeAt(at)) at++;
  if (at === shorter) return left.length - right.length;
  const [one, other] = [left.charCodeAt(at), right.charCodeAt(at)];
  // Surrogates stand for code points beyond all others, though their units are not the highest.
  return isSurrogate(one) === isSurrogate(other) ? one - other : isSurrogate(one) ? 1 : -1;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

function compareBytes(left: Uint8Array, right: Uint8Array): number {
  const shorter = Math.min(left.length, right.length);
  for (let at = 0; at < shorter; at++) if (left[at] !== right[at]) return left[at]! - right[at]!;
  return left.length - right.length;
}
