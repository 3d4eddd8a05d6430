/** Writes a path of property names and indexes as a JSON pointer (RFC 6901): `/lines/0/quantity`. */
export function toJsonPointer(path: readonly PropertyKey[]): string {
  return path.map((key) => `/${escape(String(key))}`).join("");
}

function escape(key: string): string {
  return key.includes("~") || key.includes("/")
    ? key.replaceAll("~", "~0").replaceAll("/", "~1")
    : key;
}
