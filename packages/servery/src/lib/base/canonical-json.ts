/** Writes a JSON value so that equal values are written equally: the keys of objects in order. */
export function toCanonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(toCanonicalJson).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const members = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, item]) => `${JSON.stringify(key)}:${toCanonicalJson(item)}`);
  return `{${members.join(",")}}`;
}

/** Whether no two values of a list are equal as JSON. */
export function isUniqueList(list: readonly unknown[]): boolean {
  return new Set(list.map(toCanonicalJson)).size === list.length;
}
