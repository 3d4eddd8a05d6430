/** One token of SQL. Words are as written; names are quoted identifiers without their quotes. */
export interface SqlToken {
  readonly kind: "word" | "name" | "string" | "number" | "sign";
  readonly text: string;
}

const pattern =
  /\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|(?<string>[xX]?'(?:[^']|'')*'?)|(?<name>"(?:[^"]|"")*"?|`(?:[^`]|``)*`?|\[[^\]]*\]?)|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|(?<number>\d[\w.]*|\.\d\w*)|(?<sign>[\s\S])/gu;

/** Splits SQL into tokens, dropping blanks and comments. Never fails: what it does not know is a sign. */
export function tokenizeSql(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  for (const { groups = {} } of sql.matchAll(pattern)) {
    if (groups["word"] !== undefined) tokens.push({ kind: "word", text: groups["word"] });
    else if (groups["name"] !== undefined)
      tokens.push({ kind: "name", text: unquote(groups["name"]) });
    else if (groups["string"] !== undefined)
      tokens.push({ kind: "string", text: groups["string"] });
    else if (groups["number"] !== undefined)
      tokens.push({ kind: "number", text: groups["number"] });
    else if (groups["sign"] !== undefined) tokens.push({ kind: "sign", text: groups["sign"] });
  }
  return tokens;
}

function unquote(quoted: string): string {
  const mark = quoted.charAt(0);
  const inner = quoted.slice(1, quoted.length > 1 ? -1 : undefined);
  return mark === "[" ? inner : inner.replaceAll(mark + mark, mark);
}

/** True when `tokens` contain the words one after the other, in any case. */
export function hasWords(tokens: readonly SqlToken[], ...words: readonly string[]): boolean {
  return tokens.some((_, start) =>
    words.every((word, offset) => {
      const token = tokens[start + offset];
      return token?.kind === "word" && token.text.toUpperCase() === word;
    }),
  );
}
