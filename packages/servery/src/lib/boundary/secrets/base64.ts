/** Bytes in Base64 (RFC 4648 §4). */
export function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

/** Shorter ones decode to a text by chance. */
const shortest = 16;

/**
 * The text in a value that is one in Base64, as documents and keys of several lines are put into one variable; `undefined`
 * where it is none, or comes to what is no text.
 */
export function unwrapText(value: string): string | undefined {
  const letters = value.replaceAll(/\s+/g, "");
  if (letters.length < shortest || !/^(?:[A-Za-z0-9+/]+|[\w-]+)={0,2}$/.test(letters))
    return undefined;
  try {
    const units = atob(letters.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(units, (unit) => unit.charCodeAt(0));
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return /^[^\p{Cc}\p{Cn}\p{Co}]*$/u.test(text.replaceAll(/[\t\r\n]/g, "")) ? text : undefined;
  } catch {
    return undefined;
  }
}

/** A text in Base64 as another was written: with the letters for addresses or the others, padded or not, in lines as long. */
export function wrapLike(text: string, value: string): string {
  let letters = toBase64(new TextEncoder().encode(text));
  if (/[-_]/.test(value)) letters = letters.replaceAll("+", "-").replaceAll("/", "_");
  if (value.replaceAll(/\s+/g, "").length % 4 !== 0) letters = letters.replaceAll("=", "");
  const [line = "", end = ""] = /^(\S+)(\s+)/.exec(value)?.slice(1) ?? [];
  if (line === "") return letters;
  return letters.match(new RegExp(`.{1,${line.length}}`, "g"))!.join(end);
}
