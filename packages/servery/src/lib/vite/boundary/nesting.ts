/** Longer stretches without an end of a statement or an item may be one expression in thousands of others. */
const longestStretch = 20_000;

/** What a literal counts at most: it nests nothing, however long it is. */
const literalCounts = 64;

/** True for what native parsers may not survive: an expression in thousands of others. */
export function nestsWithoutEnd(text: string): boolean {
  let stretch = 0;
  for (let at = 0; at < text.length; at++) {
    const char = text[at]!;
    if (";,{}".includes(char)) stretch = 0;
    else if (`"'\``.includes(char)) {
      const end = findLiteralEnd(text, at);
      stretch += Math.min(end - at + 1, literalCounts);
      at = end;
    } else stretch++;
    if (stretch > longestStretch) return true;
  }
  return false;
}

/** An apostrophe in a comment is no literal, and ends with its line at the latest. */
function findLiteralEnd(text: string, start: number): number {
  const quote = text[start]!;
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at];
    if (char === "\\") at++;
    else if (char === quote || (char === "\n" && quote !== "`")) return at;
  }
  return text.length;
}
