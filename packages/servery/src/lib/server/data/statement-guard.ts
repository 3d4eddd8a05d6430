import type { StatementAccess, StatementGuard } from "../../ports/database.ts";
import type { Reach } from "./row-caller.ts";
import type { RowPolicies } from "./row-policies.ts";
import { hasWords, isWord, nameOf, type SqlToken } from "./sql-tokens.ts";
import type { StatementTarget } from "./statement-target.ts";

/** A guard for one preparation, and what it found. */
export interface HandlerGuard {
  readonly guard: StatementGuard;
  /** Why the statement was refused, once it was. */
  refusal(): string | undefined;
}

const writes = new Set<StatementAccess["action"]>(["insert", "update", "delete"]);
const reserved = /^servery_/i;
const internal = /^(sqlite_|pragma_)/i;
/** Tables that tell of the contents of others: statistics, pages, and the settings. */
const telling = /^(pragma_|dbstat$|sqlite_(?!schema$|master$|temp_schema$|temp_master$))/i;

/** What is known of a statement before the database looks at it. */
export interface GuardedStatement {
  readonly policies: RowPolicies;
  readonly reach: Reach;
  readonly target: StatementTarget | undefined;
  /** Whether it names a view that a migration has made, which looks past our own. */
  readonly namesView: boolean;
}

/** What a handler's statement may do: read and write rows of its own tables, nothing else. */
export function createHandlerGuard(statement: GuardedStatement): HandlerGuard {
  let refused: string | undefined;
  return {
    guard(access) {
      refused ??= refusalOf(access) ?? refusalOfReach(access, statement);
      return refused === undefined;
    },
    refusal: () => refused,
  };
}

function refusalOf({ action, subject }: StatementAccess): string | undefined {
  const name = subject ?? "";
  switch (action) {
    case "transaction":
    case "savepoint":
      return `it may not run ${action === "savepoint" ? "SAVEPOINT, RELEASE or ROLLBACK TO" : name}: the engine opens and ends transactions, one for each handler`;
    case "pragma":
      return `it may not run PRAGMA ${name}: the settings of a connection are the engine's`;
    case "attach":
      return "it may not attach or detach databases";
    case "schema":
      return `it may not change the schema (${name}): declare tables with table(), and write a migration for the rest`;
    case "read":
      // The statement's own name for a row set that it makes (a CTE) is not reported here.
      return reserved.test(name) || telling.test(name)
        ? `it may not read ${name}, which is the engine's`
        : undefined;
    default:
      return writes.has(action) && (reserved.test(name) || internal.test(name))
        ? refusalOfWrite(name)
        : undefined;
  }
}

/**
 * The second lock on row policies. The first is that names without a schema mean the views, and that
 * others are refused by their tokens.
 */
function refusalOfReach(
  { action, subject, detail, database, via }: StatementAccess,
  { policies, reach, target, namesView }: GuardedStatement,
): string | undefined {
  const table = subject ?? "";
  if (action !== "read" || !policies.isShadowed(table)) return undefined;
  if (reach === "unrestricted")
    // Of a view whose columns nobody asks for, only what it reads is told.
    return database === "temp" || (via !== null && policies.isShadowed(via))
      ? `it names ${table}, which has a row policy, without a schema: without restriction write main.${table}`
      : undefined;
  if (database === "temp") return undefined;
  // Of rows that are counted by a view of ours with several parts, SQLite does not say that it is by way of it.
  if (via === null && (detail ?? "") === "" && !namesView) return undefined;
  const allowed =
    via === null
      ? target !== undefined && policies.isTied(target.table, table)
      : policies.mayLook(via);
  return allowed
    ? undefined
    : `it reads ${table} past its row policy${via === null ? "" : `, by way of ${via}`}: read the table itself, or db.unrestricted`;
}

/** DDL first shows as a write to the schema's own table. */
function refusalOfWrite(name: string): string {
  return reserved.test(name)
    ? `it may not write ${name}, which is the engine's`
    : "it may not change the schema: declare tables with table(), and write a migration for the rest";
}

/** SQLite reads no further than U+0000, so what we put behind it would count for nothing. */
export function refusalOfText(sql: string): string | undefined {
  return sql.includes("\0")
    ? "it may not hold the character U+0000: pass values as parameters"
    : undefined;
}

/**
 * What SQLite's own guard is not told: a second statement, which would be left out without a word, a
 * conflict clause that would end the transaction of all, names that reach past the row policies, and
 * the engine's own functions.
 */
export function refusalOfTokens(
  tokens: readonly SqlToken[],
  { policies, reach, target }: GuardedStatement,
): string | undefined {
  if (holdsSeveral(tokens)) return "it may hold one statement only: run each on its own";
  if (hasWords(tokens, "OR", "ROLLBACK") || hasWords(tokens, "CONFLICT", "ROLLBACK"))
    return "it may not say OR ROLLBACK, which would undo the writes of others that share the commit: leave it out, a failed statement undoes itself";
  const schemas = reach === "restricted" ? ["main", "temp"] : ["temp"];
  const schema = schemas.find((name) => qualifies(tokens, name));
  if (schema !== undefined)
    return `it may not name a schema (${schema}.…), which would reach past row policies: name the table alone, and call no alias ${schema}`;
  const own = tokens.find((token, index) => isOwn(token, tokens[index - 1], tokens[index + 1]));
  if (own !== undefined) return `it may not use ${own.text}, which is the engine's`;
  const written = target?.qualified === false ? policies.guardedTable(target.table) : undefined;
  return reach === "unrestricted" && written !== undefined
    ? `it writes ${written.name}, which has a row policy, without a schema: without restriction write main.${written.name}`
    : undefined;
}

function qualifies(tokens: readonly SqlToken[], schema: string): boolean {
  return tokens.some(
    (token, index) => isSign(tokens[index + 1], ".") && nameOf(token)?.toLowerCase() === schema,
  );
}

/** One of the engine's functions, or an alias that would stand for one of its own. */
function isOwn(
  token: SqlToken,
  before: SqlToken | undefined,
  after: SqlToken | undefined,
): boolean {
  return reserved.test(nameOf(token) ?? "") && (isSign(after, "(") || isWord(before, "AS"));
}

function isSign(token: SqlToken | undefined, sign: string): boolean {
  return token?.kind === "sign" && token.text === sign;
}

function holdsSeveral(tokens: readonly SqlToken[]): boolean {
  const end = tokens.findIndex((token) => isSign(token, ";"));
  return end >= 0 && !tokens.slice(end).every((token) => isSign(token, ";"));
}
