/** What is written where nobody can tell what stands there: no character of any text (Unicode 23.7). */
export const hole = "\uFFFF";

/** Of what nobody can tell the value. */
export const unknown = Symbol("unknown");

/** A value that is known, all or in part. A text may have a {@link hole}, a list or record something unknown. */
export type Constant =
  | string
  | number
  | boolean
  | null
  | undefined
  | typeof unknown
  | readonly Constant[]
  | ReadonlyMap<string, Constant>;

export function isList(value: Constant): value is readonly Constant[] {
  return Array.isArray(value);
}

export function isRecord(value: Constant): value is ReadonlyMap<string, Constant> {
  return value instanceof Map;
}

/** As `String(value)` would have it. */
export function toText(value: Constant): string {
  if (typeof value === "string") return value;
  if (isList(value)) return value.map(toItem).join(",");
  return value === unknown || isRecord(value) ? hole : String(value);
}

function toItem(value: Constant): string {
  return value === null || value === undefined ? "" : toText(value);
}

/** As `[…].join(between)`. */
export function joinList(list: readonly Constant[], between: string): string {
  return list.map(toItem).join(between);
}

/** As `left + right`. A text stays one, whatever is added. */
export function add(left: Constant, right: Constant): Constant {
  if (isTextual(left) || isTextual(right)) return toText(left) + toText(right);
  if (typeof left === "number" && typeof right === "number") return left + right;
  return unknown;
}

function isTextual(value: Constant): boolean {
  return typeof value === "string" || isList(value);
}

/** What a list of numbers says as characters, where it can: `[115, 107]`, for `Uint8Array` or `String.fromCharCode`. */
export function fromCodes(list: readonly Constant[]): string | undefined {
  const isCodes = list.every(
    (code) => typeof code === "number" && Number.isInteger(code) && code >= 0 && code <= 0xffff,
  );
  return isCodes ? (list as number[]).map((code) => String.fromCharCode(code)).join("") : undefined;
}
