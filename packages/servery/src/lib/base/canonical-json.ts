/** Writes a JSON value so that equal values are written equally: the keys of objects in order. */
export function toCanonicalJson(value: unknown): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) return `[${value.map(toCanonicalJson).join(",")}]`;
  const members = value as Readonly<Record<string, unknown>>;
  let text = "";
  // Most inputs have one or two members, and one is written for every query.
  for (const name of Object.keys(members).toSorted()) {
    const item = members[name];
    if (item === undefined) continue;
    if (text !== "") text += ",";
    text += `${JSON.stringify(name)}:${toCanonicalJson(item)}`;
  }
  return `{${text}}`;
}

/** Whether no two values of a list are equal as JSON. */
export function isUniqueList(list: readonly unknown[]): boolean {
  return new Set(list.map(toCanonicalJson)).size === list.length;
}
