type Scalar = string | number | boolean;

/**
 * Writes an input as a query string, without the `?`: scalars as they are, lists as repeated keys,
 * one level of objects as dotted keys. `undefined` is left out, an empty list too.
 * @throws TypeError for what this encoding cannot carry.
 */
export function toQueryString(input: Readonly<Record<string, unknown>>): string {
  const pairs: string[] = [];
  for (const [key, value] of Object.entries(input)) {
    if (isNested(value))
      for (const [inner, item] of Object.entries(value)) push(`${key}.${inner}`, item);
    else push(key, value);
  }
  return pairs.join("&");

  function push(key: string, value: unknown): void {
    if (value === undefined) return;
    for (const item of Array.isArray(value) ? value : [value])
      pairs.push(`${encodeURIComponent(key)}=${encodeURIComponent(toText(key, item))}`);
  }
}

function toText(key: string, value: unknown): Scalar {
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw new TypeError(
    `A query string cannot carry "${key}": it is ${value === null ? "null" : typeof value}, expected text, a finite number or a boolean`,
  );
}

function isNested(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
