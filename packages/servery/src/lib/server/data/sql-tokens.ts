/** One token of SQL. Words are as written; names are quoted identifiers without their quotes. */
export interface SqlToken {
  readonly kind: "word" | "name" | "string" | "number" | "variable" | "sign";
  readonly text: string;
  /** Where it stands in the SQL. */
  readonly start: number;
  readonly end: number;
}

/**
 * As SQLite's own tokenizer has it (https://sqlite.org/src/file/src/tokenize.c), so that nothing can
 * be hidden from us that SQLite sees: these blanks and no others, every character beyond ASCII part
 * of a word, and its odd parameters.
 */
const pattern =
  /[ \t\n\f\r\uFEFF]+|--[^\n]*|\/\*(?=[\s\S])[\s\S]*?(?:\*\/|$)|(?<string>[xX]?'(?:[^']|'')*'?)|(?<name>"(?:[^"]|"")*"?|`(?:[^`]|``)*`?|\[[^\]]*\]?)|(?<word>[A-Za-z_\u{80}-\u{10FFFF}][\w$\u{80}-\u{10FFFF}]*)|(?<number>\d[\w.]*|\.\d\w*)|(?<variable>\?\d*|[$@:#](?:[\w$\u{80}-\u{10FFFF}]|::)+(?:\([^\s)]*\))?)|(?<sign>[\s\S])/gu;

const kinds = ["word", "name", "string", "number", "variable", "sign"] as const;

/** Splits SQL into tokens, dropping blanks and comments. Never fails: what it does not know is a sign. */
export function tokenizeSql(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  for (const { groups = {}, index, 0: whole } of sql.matchAll(pattern)) {
    const kind = kinds.find((candidate) => groups[candidate] !== undefined);
    if (kind === undefined) continue;
    const text = kind === "name" ? unquote(whole) : whole;
    tokens.push({ kind, text, start: index, end: index + whole.length });
  }
  return tokens;
}

/** What a token names where SQL wants a name: SQLite takes strings for names too. */
export function nameOf({ kind, text }: SqlToken): string | undefined {
  if (kind === "word" || kind === "name") return text;
  return kind === "string" && text.startsWith("'") ? unquote(text) : undefined;
}

/** True when the token is this keyword, in any case. */
export function isWord(token: SqlToken | undefined, word: string): boolean {
  return token?.kind === "word" && token.text.toUpperCase() === word;
}

function unquote(quoted: string): string {
  const mark = quoted.charAt(0);
  const inner = quoted.slice(1, quoted.length > 1 ? -1 : undefined);
  return mark === "[" ? inner : inner.replaceAll(mark + mark, mark);
}

/** True when `tokens` contain the words one after the other, in any case. */
export function hasWords(tokens: readonly SqlToken[], ...words: readonly string[]): boolean {
  return tokens.some((_, start) =>
    words.every((word, offset) => isWord(tokens[start + offset], word)),
  );
}
