import { unescapeText } from "../bundle/unescape.ts";

/** What is escaped again and again is not followed without end. */
export const mostRounds = 5;

/** What the escapes of addresses, pages, JSON, JavaScript and regular expressions look like; but for those that any JSON has. */
const escape = /%[0-9a-f]{2}|&(?:#|[a-z]{2,8};)|\\(?:[ux]|[^\w\s&%"\\])/i;

/** Whether a text may have escapes other than JSON's for quotes and the ends of lines. */
export function hasEscapes(text: string): boolean {
  // Most texts have none of the three, and that is known much sooner.
  const mayHave = text.includes("%") || text.includes("&") || text.includes("\\");
  return mayHave && escape.test(text);
}

/** A text with fewer and fewer of its escapes, until it has none. */
export function* unescapeFully(text: string): Iterable<string> {
  let current: string | undefined = text;
  for (let round = 0; round < mostRounds; round++) {
    current = unescapeText(current)?.text;
    if (current === undefined) return;
    yield current;
  }
}
