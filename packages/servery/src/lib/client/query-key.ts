/**
 * Names a query and its input, so that equal ones have one name. Inputs are written as JSON carries them,
 * with the properties of each object in the order of their names.
 */
export function toQueryKey(operation: string, input: unknown): string {
  return `${operation} ${JSON.stringify(input, sortProperties) ?? ""}`;
}

function sortProperties(_: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
