import { isWord, nameOf, type SqlToken } from "./sql-tokens.ts";
import { depthOf, type StatementTarget } from "./statement-target.ts";
import { quote } from "./table-ddl.ts";

/** Text to be put into SQL. */
interface Insertion {
  readonly at: number;
  readonly text: string;
}

/** A condition among the tokens: the word WHERE, and the last token before what comes after it. */
interface Where {
  readonly where: SqlToken | undefined;
  readonly last: SqlToken;
}

/**
 * The SQL that writes the table itself instead of the view before it. Where it changes or deletes rows,
 * it does so only with those that meet the condition, so that an index serves and the rest is not even
 * looked at. And what an upsert asks of the row in its way, it asks of rows that meet the condition:
 * any other is left to the triggers, which refuse it whatever its values are.
 */
export function restrictStatement(
  sql: string,
  tokens: readonly SqlToken[],
  target: StatementTarget,
  toCondition: (row: string) => string,
): string {
  // What is put around a condition must not close a parenthesis that SQLite would refuse.
  if (!isBalanced(tokens)) return sql;
  const name = tokens[target.index] as SqlToken;
  const condition = toCondition(quote(aliasOf(tokens, target) ?? target.table));
  const insertions =
    target.verb === "insert"
      ? findUpserts(tokens, target.index + 1).flatMap((where) =>
          around(where, ` CASE WHEN ${condition} THEN (`, ") ELSE 1 END"),
        )
      : restrictWhere(findWhere(tokens, target.index + 1), condition);
  return withInsertions(sql, [{ at: name.start, text: "main." }, ...insertions]);
}

function restrictWhere(found: Where, condition: string): Insertion[] {
  if (found.where === undefined) return [{ at: found.last.end, text: ` WHERE ${condition}` }];
  return around(found, ` (${condition}) AND (`, ")");
}

function around({ where, last }: Where, before: string, after: string): Insertion[] {
  if (where === undefined) return [];
  return [
    { at: where.end, text: before },
    { at: last.end, text: after },
  ];
}

function withInsertions(sql: string, insertions: readonly Insertion[]): string {
  let result = "";
  let from = 0;
  for (const { at, text } of insertions) {
    result += sql.slice(from, at) + text;
    from = at;
  }
  return result + sql.slice(from);
}

/** The name that the rest of the statement has for the table that it writes. */
function aliasOf(tokens: readonly SqlToken[], { index }: StatementTarget): string | undefined {
  const alias = isWord(tokens[index + 1], "AS") ? tokens[index + 2] : undefined;
  return alias === undefined ? undefined : nameOf(alias);
}

function isBalanced(tokens: readonly SqlToken[]): boolean {
  let depth = 0;
  for (const token of tokens) {
    depth += depthOf(token);
    if (depth < 0) return false;
  }
  return depth === 0;
}

/** The conditions of `ON CONFLICT … DO UPDATE SET … WHERE …`, which can be said several times. */
function findUpserts(tokens: readonly SqlToken[], from: number): Where[] {
  const found: Where[] = [];
  for (let at = from; at < tokens.length; at++)
    if (isWord(tokens[at], "DO") && isWord(tokens[at + 1], "UPDATE"))
      found.push(findWhere(tokens, at));
  return found;
}

/** The condition that comes next on the outermost level, or the place where it would stand. */
function findWhere(tokens: readonly SqlToken[], from: number): Where {
  let depth = 0;
  let where: SqlToken | undefined;
  let at = from;
  for (; at < tokens.length; at++) {
    const token = tokens[at];
    depth += depthOf(token);
    if (depth > 0) continue;
    if (isWord(token, "WHERE")) where ??= token;
    if (endsWhere(token, tokens[at + 1])) break;
  }
  return { where, last: tokens[at - 1] as SqlToken };
}

function endsWhere(token: SqlToken | undefined, next: SqlToken | undefined): boolean {
  if (token?.kind === "sign") return token.text === ";";
  if (isWord(token, "ON") && isWord(next, "CONFLICT")) return true;
  return ["RETURNING", "ORDER", "LIMIT"].some((word) => isWord(token, word));
}
