/** The most characters that an idempotency key may have. */
export const idempotencyKeyMaxLength = 255;

const quoted = /^"((?:[ !#-[\]-~]|\\["\\])*)"$/;
const bare = /^[!-~]+$/;

/**
 * Reads an `Idempotency-Key` header: a structured-field string (RFC 9651 §3.3.3), that is quoted;
 * bare is accepted too, as it is common. `undefined` when it is neither, empty, or too long.
 */
export function parseIdempotencyKey(header: string): string | undefined {
  const text = header.trim();
  const match = quoted.exec(text);
  const key = match === null ? text : match[1]!.replaceAll(/\\(["\\])/g, "$1");
  if (match === null && (!bare.test(text) || text.includes('"'))) return undefined;
  return key.length === 0 || key.length > idempotencyKeyMaxLength ? undefined : key;
}

/** Writes a key as a structured-field string. */
export function formatIdempotencyKey(key: string): string {
  return `"${key.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}
