import type { StatementAccess } from "../../../ports/database.ts";
import { nameOf, type SqlToken } from "../sql-tokens.ts";
import { isFixedDate } from "./date-calls.ts";
import { fold } from "./scope.ts";

/** Functions of SQLite's that answer otherwise each time, though nothing that is read has changed. */
export const changing: ReadonlySet<string> = new Set(
  "random randomblob changes total_changes last_insert_rowid sqlite_offset current_date current_time current_timestamp rtreecheck fts3_tokenizer load_extension optimize".split(
    " ",
  ),
);

/** Functions that are told the time where they are given none. */
export const dated: ReadonlySet<string> = new Set(
  "date time datetime julianday unixepoch strftime timediff".split(" "),
);

/**
 * The first function that makes a statement's result another each time, or with time. `tokens` are those of
 * all its text, or none where some of it is not known.
 */
export function findVolatile(
  accesses: readonly StatementAccess[],
  tokens: readonly SqlToken[],
): string | undefined {
  const called = accesses.flatMap(({ action, subject }) =>
    action === "function" && subject !== null ? [fold(subject)] : [],
  );
  return called.find((name) => changing.has(name) || (dated.has(name) && !isFixed(name, tokens)));
}

/** Whether each of its calls is given a time that is fixed. */
function isFixed(name: string, tokens: readonly SqlToken[]): boolean {
  const calls = tokens.flatMap((token, index) =>
    fold(nameOf(token) ?? "") === name && tokens[index + 1]?.text === "(" ? [index] : [],
  );
  return calls.length > 0 && calls.every((index) => isFixedDate(name, tokens, index + 2));
}
