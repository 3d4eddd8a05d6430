import { isWord, nameOf, type SqlToken } from "./sql-tokens.ts";

/** The table that a statement writes, as its SQL names it. */
export interface StatementTarget {
  readonly verb: "insert" | "update" | "delete";
  /** Whether rows that stand in the way are deleted: REPLACE INTO, OR REPLACE. */
  readonly replaces: boolean;
  readonly table: string;
  /** Whether the name has a schema before it. */
  readonly qualified: boolean;
  /** Where the table's name is among the tokens; the last part of a qualified one. */
  readonly index: number;
}

/** Finds the table that a statement writes; nothing for one that reads, or that is none at all. */
export function findTarget(tokens: readonly SqlToken[]): StatementTarget | undefined {
  const at = skipWith(tokens, skipExplain(tokens));
  if (isWord(tokens[at], "REPLACE")) return toTarget(tokens, at + 2, "insert", true);
  if (isWord(tokens[at], "DELETE")) return toTarget(tokens, at + 2, "delete", false);
  const verb = isWord(tokens[at], "INSERT")
    ? "insert"
    : isWord(tokens[at], "UPDATE")
      ? "update"
      : undefined;
  if (verb === undefined) return undefined;
  const resolves = isWord(tokens[at + 1], "OR");
  const rest = at + (resolves ? 3 : 1);
  const replaces = resolves && isWord(tokens[at + 2], "REPLACE");
  return toTarget(tokens, verb === "insert" ? rest + 1 : rest, verb, replaces);
}

function toTarget(
  tokens: readonly SqlToken[],
  at: number,
  verb: StatementTarget["verb"],
  replaces: boolean,
): StatementTarget | undefined {
  const qualified = tokens[at + 1]?.text === ".";
  const index = qualified ? at + 2 : at;
  const token = tokens[index];
  const table = token === undefined ? undefined : nameOf(token);
  return table === undefined ? undefined : { verb, replaces, table, qualified, index };
}

function skipExplain(tokens: readonly SqlToken[]): number {
  if (!isWord(tokens[0], "EXPLAIN")) return 0;
  return isWord(tokens[1], "QUERY") ? 3 : 1;
}

/** Past `WITH [RECURSIVE] name [(…)] AS [[NOT] MATERIALIZED] (…), …`. */
function skipWith(tokens: readonly SqlToken[], from: number): number {
  if (!isWord(tokens[from], "WITH")) return from;
  let at = isWord(tokens[from + 1], "RECURSIVE") ? from + 1 : from;
  do {
    // Past the comma or the WITH, and the name.
    at = skipParens(tokens, at + 2);
    if (isWord(tokens[at], "AS")) at++;
    if (isWord(tokens[at], "NOT")) at++;
    if (isWord(tokens[at], "MATERIALIZED")) at++;
    at = skipParens(tokens, at);
  } while (tokens[at]?.text === ",");
  return at;
}

function skipParens(tokens: readonly SqlToken[], from: number): number {
  if (tokens[from]?.text !== "(") return from;
  let depth = 0;
  for (let at = from; at < tokens.length; at++) {
    depth += depthOf(tokens[at]);
    if (depth === 0) return at + 1;
  }
  return tokens.length;
}

/** What a token adds to the depth of parentheses. */
export function depthOf(token: SqlToken | undefined): number {
  if (token?.kind !== "sign") return 0;
  return token.text === "(" ? 1 : token.text === ")" ? -1 : 0;
}
