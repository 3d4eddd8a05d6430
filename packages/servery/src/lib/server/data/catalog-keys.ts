import type { Connection } from "../../ports/database.ts";
import { columnsNamed, type TableColumns } from "./catalog-columns.ts";
import { tokenizeSql } from "./sql-tokens.ts";

/** What the keys and indexes of a table say of its columns. */
export interface TableKeys {
  /** Whether it has a primary key, in no row NULL. */
  readonly hasKey: boolean;
  readonly indexed: ReadonlySet<string>;
  readonly uniques: readonly (readonly string[])[];
}

interface CatalogIndex {
  readonly name: string;
  readonly isUnique: boolean;
  readonly isPartial: boolean;
  readonly isPrimaryKey: boolean;
  /** What made it, unless it comes with a UNIQUE or PRIMARY KEY. */
  readonly sql: string | undefined;
  /** `undefined` for an expression. */
  readonly columns: readonly (string | undefined)[];
}

/** Reads the keys and indexes of a table of the main database. */
export function readKeys(connection: Connection, table: string, columns: TableColumns): TableKeys {
  const { primaryKey, notNull } = columns;
  const indexes = readIndexes(connection, table);
  // A key that no index is for is the rowid, which is never NULL.
  const isRowid = primaryKey.length === 1 && !indexes.some(({ isPrimaryKey }) => isPrimaryKey);
  const hasKey =
    primaryKey.length > 0 && (isRowid || primaryKey.every((column) => notNull.has(column)));
  return {
    hasKey,
    indexed: new Set([...primaryKey, ...indexes.flatMap((index) => columnsOf(index, columns))]),
    uniques: toUniques(
      hasKey ? primaryKey : [],
      indexes.filter(({ isUnique, isPartial }) => isUnique && !isPartial),
      new Set([...notNull, ...(isRowid ? primaryKey : [])]),
    ),
  };
}

function readIndexes(connection: Connection, table: string): CatalogIndex[] {
  const columns = connection.prepare(
    "SELECT name FROM pragma_index_xinfo(?, 'main') WHERE key = 1 ORDER BY seqno",
  );
  return connection
    .prepare(
      `SELECT l.name, l."unique", l.partial, l.origin, s.sql FROM pragma_index_list(?, 'main') l
        LEFT JOIN main.sqlite_schema s ON s.type = 'index' AND s.name = l.name ORDER BY l.seq`,
    )
    .all([table])
    .map(({ name, unique, partial, origin, sql }) => ({
      name: String(name),
      isUnique: unique !== 0,
      isPartial: partial !== 0,
      isPrimaryKey: origin === "pk",
      sql: typeof sql === "string" ? sql : undefined,
      columns: columns.all([name as string]).map((row) => toName(row["name"])),
    }));
}

function toName(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** Of expressions and conditions it counts what they name; if that is nothing known, every column. */
function columnsOf(index: CatalogIndex, { stored, generated }: TableColumns): readonly string[] {
  const plain = index.columns.filter((column) => column !== undefined);
  if (!index.isPartial && plain.length === index.columns.length) return plain;
  const all = [...stored, ...generated.keys()];
  const named = columnsNamed(tokenizeSql(index.sql ?? ""), all);
  return named.length === 0 ? all : [...plain, ...named];
}

function toUniques(
  primaryKey: readonly string[],
  indexes: readonly CatalogIndex[],
  notNull: ReadonlySet<string>,
): readonly (readonly string[])[] {
  const lists = indexes.map(({ columns }) => columns.filter((column) => column !== undefined));
  const whole = lists.filter(
    (list, at) =>
      list.length === indexes[at]?.columns.length && list.every((column) => notNull.has(column)),
  );
  const all = primaryKey.length === 0 ? whole : [primaryKey, ...whole];
  return [...new Map(all.map((list) => [JSON.stringify(list), list])).values()];
}
