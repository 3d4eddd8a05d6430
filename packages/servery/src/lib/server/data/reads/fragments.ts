import { isWord, nameOf, type SqlToken } from "../sql-tokens.ts";
import type { CompiledStatement, Extent } from "./compiled-statement.ts";
import { fold } from "./scope.ts";

/** Words that, on a fragment's outermost level, make what stands around it mean something else. */
const breaking = new Set(
  "or union intersect except select values from join natural where group having window order limit offset on using with returning".split(
    " ",
  ),
);

/**
 * Whether the fragments of SQL in a query are what its tree takes them for: expressions, tables and the
 * like, each by itself. `"a" = ? and x or y` is no condition on `a`, though the tree says so where `x or y`
 * is a fragment; nor is what a comment hides.
 */
export function keepToThemselves(
  { fragments }: CompiledStatement,
  sql: string,
  tokens: readonly SqlToken[],
): boolean {
  return fragments.every((extent) => keepsToItself(extent, sql, tokens));
}

function keepsToItself(extent: Extent, sql: string, tokens: readonly SqlToken[]): boolean {
  const inside = tokens.filter(({ start, end }) => end > extent.start && start < extent.end);
  const crosses = inside.some(({ start, end }) => start < extent.start || end > extent.end);
  return !crosses && !hasComment(extent, sql, inside) && isClosed(inside);
}

/** The tokenizer drops comments: what stands between two tokens is a blank or one of them. */
function hasComment(extent: Extent, sql: string, tokens: readonly SqlToken[]): boolean {
  const ends = [extent.start, ...tokens.map(({ end }) => end)];
  const starts = [...tokens.map(({ start }) => start), extent.end];
  return ends.some((end, index) => sql.slice(end, starts[index]).trim() !== "");
}

function isClosed(tokens: readonly SqlToken[]): boolean {
  let depth = 0;
  let betweens = 0;
  for (const token of tokens) {
    if (isOpening(token)) depth++;
    else if (isClosing(token)) depth--;
    else if (depth === 0 && token.kind === "word" && breaking.has(fold(token.text))) return false;
    if (depth < 0) return false;
    if (depth > 0) continue;
    if (isWord(token, "BETWEEN")) betweens++;
    if (isWord(token, "AND") && betweens > 0) betweens--;
  }
  // A BETWEEN that is not through would take the next AND for its own.
  return depth === 0 && betweens === 0;
}

function isOpening(token: SqlToken): boolean {
  return isSign(token, "(") || isWord(token, "CASE");
}

function isClosing(token: SqlToken): boolean {
  return isSign(token, ")") || isWord(token, "END");
}

function isSign(token: SqlToken | undefined, sign: string): boolean {
  return token?.kind === "sign" && token.text === sign;
}

/**
 * Every name in the fragments that may be a table's, in small letters: none that a dot follows, which is a
 * schema's, or says whose a column is.
 */
export function namesInFragments(
  { foreignText }: CompiledStatement,
  tokens: readonly SqlToken[],
): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [index, token] of tokens.entries()) {
    const isForeign = foreignText.some(({ start, end }) => token.end > start && token.start < end);
    const name = isForeign ? nameOf(token) : undefined;
    if (name === undefined || isSign(tokens[index + 1], ".") || isColumn(tokens, index)) continue;
    if (token.kind !== "string" || !isJsonKey(tokens, index)) names.add(fold(name));
  }
  return names;
}

/** What follows a dot is a column, unless a schema is before it. */
function isColumn(tokens: readonly SqlToken[], index: number): boolean {
  const before = tokens[index - 2];
  if (before === undefined || !isSign(tokens[index - 1], ".")) return false;
  return !["main", "temp"].includes(fold(nameOf(before) ?? ""));
}

/** SQLite takes a string for a table's name, but not where `json_object` is given its keys. */
function isJsonKey(tokens: readonly SqlToken[], index: number): boolean {
  let depth = 0;
  for (let at = index - 1; at > 0; at--) {
    const token = tokens[at] as SqlToken;
    if (isSign(token, ")")) depth++;
    if (isSign(token, "(") && depth-- === 0)
      return isWord(tokens[at - 1], "JSON_OBJECT") || isWord(tokens[at - 1], "JSONB_OBJECT");
  }
  return false;
}
