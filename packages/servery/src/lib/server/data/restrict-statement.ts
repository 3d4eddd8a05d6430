import { isWord, nameOf, type SqlToken } from "./sql-tokens.ts";
import { depthOf, type StatementTarget } from "./statement-target.ts";
import { quote } from "./table-ddl.ts";

/**
 * The SQL that writes the table itself instead of the view before it, and, where it changes or deletes
 * rows, only those that meet the condition: so an index serves, and the rest is not even looked at.
 */
export function restrictStatement(
  sql: string,
  tokens: readonly SqlToken[],
  target: StatementTarget,
  toCondition: (row: string) => string,
): string {
  const name = tokens[target.index] as SqlToken;
  const head = `${sql.slice(0, name.start)}main.${sql.slice(name.start, name.end)}`;
  if (target.verb === "insert") return head + sql.slice(name.end);
  const condition = toCondition(quote(aliasOf(tokens, target) ?? target.table));
  const { where, last } = findWhere(tokens, target.index + 1);
  const end = last.end;
  if (where === undefined)
    return `${head}${sql.slice(name.end, end)} WHERE ${condition}${sql.slice(end)}`;
  return `${head}${sql.slice(name.end, where.end)} (${condition}) AND (${sql.slice(where.end, end)})${sql.slice(end)}`;
}

/** The name that the rest of the statement has for the table that it writes. */
export function aliasOf(
  tokens: readonly SqlToken[],
  { index, verb }: StatementTarget,
): string | undefined {
  const alias = isWord(tokens[index + 1], "AS") ? tokens[index + 2] : undefined;
  return verb === "insert" || alias === undefined ? undefined : nameOf(alias);
}

/** The WHERE of a statement, and the last token of the part that it, or one put there, would end. */
function findWhere(
  tokens: readonly SqlToken[],
  from: number,
): { readonly where: SqlToken | undefined; readonly last: SqlToken } {
  let depth = 0;
  let where: SqlToken | undefined;
  let at = from;
  for (; at < tokens.length; at++) {
    const token = tokens[at];
    depth += depthOf(token);
    if (depth > 0) continue;
    if (isWord(token, "WHERE")) where ??= token;
    if (endsWhere(token)) break;
  }
  return { where, last: tokens[at - 1] as SqlToken };
}

function endsWhere(token: SqlToken | undefined): boolean {
  if (token?.kind === "sign") return token.text === ";";
  return ["RETURNING", "ORDER", "LIMIT"].some((word) => isWord(token, word));
}
