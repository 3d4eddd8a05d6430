import type { Connection } from "../../ports/database.ts";
import { splitDefinitions } from "./sql-definitions.ts";
import { nameOf, type SqlToken, tokenizeSql } from "./sql-tokens.ts";

/** The columns of one table, as `PRAGMA table_xinfo` has them. */
export interface TableColumns {
  readonly stored: readonly string[];
  readonly generated: ReadonlyMap<string, ReadonlySet<string>>;
  readonly primaryKey: readonly string[];
  /** Those that are declared NOT NULL, and those of a key that SQLite takes to be. */
  readonly notNull: ReadonlySet<string>;
}

/** What `hidden` says: a hidden column of a virtual table, or a generated one, virtual or stored. */
const hiddenKinds = { stored: 0, hidden: 1, virtual: 2, kept: 3 } as const;

/** Reads the columns of a table of the main database. `sql` is what made it. */
export function readColumns(connection: Connection, table: string, sql: string): TableColumns {
  const rows = connection
    .prepare(`SELECT name, "notnull", pk, hidden FROM pragma_table_xinfo(?, 'main') ORDER BY cid`)
    .all([table]);
  const named = (test: (row: (typeof rows)[number]) => boolean): string[] =>
    rows.filter(test).map(({ name }) => String(name));
  const stored = named(({ hidden }) => hidden === hiddenKinds.stored);
  const generated = named(
    ({ hidden }) => hidden === hiddenKinds.virtual || hidden === hiddenKinds.kept,
  );
  const keyRows = rows
    .filter(({ pk }) => pk !== 0)
    .toSorted((one, other) => Number(one["pk"]) - Number(other["pk"]));
  return {
    stored,
    generated: generated.length === 0 ? new Map() : toSources(sql, stored, generated),
    primaryKey: keyRows.map(({ name }) => String(name)),
    notNull: new Set(named(({ notnull }) => notnull !== 0)),
  };
}

/** Those of `columns` that are named among the tokens, in whatever role; a name that is none changes nothing. */
export function columnsNamed(
  tokens: readonly SqlToken[],
  columns: readonly string[],
): readonly string[] {
  const names = new Set(tokens.map((token) => foldName(nameOf(token) ?? "")));
  return columns.filter((column) => names.has(foldName(column)));
}

/** One spelling of a name: SQLite takes letters of ASCII, and no others, to be the same in both cases. */
export function foldName(name: string): string {
  return name.replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

/**
 * The stored columns that each generated one rests on: those that its definition names, also by way of other
 * generated ones. All of them, where it names none.
 */
function toSources(
  sql: string,
  stored: readonly string[],
  generated: readonly string[],
): Map<string, ReadonlySet<string>> {
  const all = [...stored, ...generated];
  const { parts } = splitDefinitions(tokenizeSql(sql));
  const named = new Map(
    generated.map((column) => {
      const definition = parts.find(
        ([first]) => first !== undefined && foldName(nameOf(first) ?? "") === foldName(column),
      );
      return [column, columnsNamed(definition?.slice(1) ?? [], all)] as const;
    }),
  );
  return new Map(generated.map((column) => [column, toStored(column, named, stored)]));
}

function toStored(
  column: string,
  named: ReadonlyMap<string, readonly string[]>,
  stored: readonly string[],
): ReadonlySet<string> {
  const met = new Set([column]);
  // A set that grows while it is walked is walked to its new end.
  for (const each of met) for (const source of named.get(each) ?? []) met.add(source);
  const sources = stored.filter((each) => met.has(each));
  return new Set(sources.length === 0 ? stored : sources);
}
