/** Reads a secret that is a JSON document, an object or a list; `undefined` where it is none. */
export function parseDocument(text: string): object | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    return JSON.parse(text) as object;
  } catch {
    return undefined;
  }
}

/** What is done with a document's contents. */
interface DocumentChange {
  /** Of a text, with the name of its member and the object that has it. What a list has goes by the name of the list. */
  text(name: string, text: string, owner: object): string;
  /** Puts something in the place of a whole object; `undefined` looks into it. */
  object?(owner: object): object | undefined;
}

/** Copies a document with each of its texts changed, however deep. */
export function mapTexts(
  value: unknown,
  change: DocumentChange,
  name = "",
  owner: object = {},
): unknown {
  if (typeof value === "string") return change.text(name, value, owner);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => mapTexts(each, change, name, owner));
  const other = change.object?.(value);
  if (other !== undefined) return other;
  return Object.fromEntries(
    Object.entries(value).map(([member, each]) => [member, mapTexts(each, change, member, value)]),
  );
}
