import type { StatementAccess, StatementGuard } from "../../ports/database.ts";
import { hasWords, type SqlToken } from "./sql-tokens.ts";

/** A guard for one preparation, and what it found. */
export interface HandlerGuard {
  readonly guard: StatementGuard;
  /** Why the statement was refused, once it was. */
  refusal(): string | undefined;
}

const writes = new Set<StatementAccess["action"]>(["insert", "update", "delete"]);
const reserved = /^servery_/i;
const internal = /^(sqlite_|pragma_)/i;

/** What a handler's statement may do: read and write rows of its own tables, nothing else. */
export function createHandlerGuard(): HandlerGuard {
  let refused: string | undefined;
  return {
    guard(access) {
      refused ??= refusalOf(access);
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
      return reserved.test(name) || /^pragma_/i.test(name)
        ? `it may not read ${name}, which is the engine's`
        : undefined;
    default:
      return writes.has(action) && (reserved.test(name) || internal.test(name))
        ? refusalOfWrite(name)
        : undefined;
  }
}

/** DDL first shows as a write to the schema's own table. */
function refusalOfWrite(name: string): string {
  return reserved.test(name)
    ? `it may not write ${name}, which is the engine's`
    : "it may not change the schema: declare tables with table(), and write a migration for the rest";
}

/**
 * What SQLite's own guard is not told: a second statement, which would be left out without a word, and
 * a conflict clause that would end the transaction of all.
 */
export function refusalOfTokens(tokens: readonly SqlToken[]): string | undefined {
  if (holdsSeveral(tokens)) return "it may hold one statement only: run each on its own";
  if (!hasWords(tokens, "OR", "ROLLBACK") && !hasWords(tokens, "CONFLICT", "ROLLBACK"))
    return undefined;
  return "it may not say OR ROLLBACK, which would undo the writes of others that share the commit: leave it out, a failed statement undoes itself";
}

function holdsSeveral(tokens: readonly SqlToken[]): boolean {
  const isEnd = ({ kind, text }: SqlToken): boolean => kind === "sign" && text === ";";
  const end = tokens.findIndex(isEnd);
  return end >= 0 && !tokens.slice(end).every(isEnd);
}
