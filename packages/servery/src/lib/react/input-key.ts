/**
 * Writes an input so that equal ones are written alike: as JSON, with the properties of each object in
 * the order of their names.
 */
export function toInputKey(input: unknown): string {
  return JSON.stringify(input, sortProperties) ?? "";
}

function sortProperties(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
