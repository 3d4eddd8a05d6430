/** Reads a secret that is a JSON document, an object or a list; `undefined` where it is none. */
export function parseDocument(text: string): object | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

/**
 * Copies a document with each of its texts changed, however deep. What a list has goes by the name of the list.
 * @param change is told the name of the member whose text it is
 */
export function mapTexts(
  value: unknown,
  change: (name: string, text: string) => string,
  name = "",
): unknown {
  if (typeof value === "string") return change(name, value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => mapTexts(each, change, name));
  return Object.fromEntries(
    Object.entries(value).map(([member, each]) => [member, mapTexts(each, change, member)]),
  );
}
