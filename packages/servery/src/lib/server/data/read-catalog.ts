import type { Connection } from "../../ports/database.ts";
import { foldName, readColumns } from "./catalog-columns.ts";
import { readKeys } from "./catalog-keys.ts";
import { toVirtualSource, type VirtualSource } from "./catalog-virtual.ts";
import type { Catalog, CatalogTable } from "./catalog.ts";
import { hasWords, type SqlToken, tokenizeSql } from "./sql-tokens.ts";

/** A table as `PRAGMA table_list` has it, with the statement that made it, and what it shows if it is virtual. */
interface ListedTable {
  readonly name: string;
  readonly kind: CatalogTable["kind"];
  readonly sql: string;
  readonly source: VirtualSource | undefined;
}

/** Reads what tables the main database has. Read it when they are what they will be: it does not follow them. */
export function readCatalog(connection: Connection): Catalog {
  const listed = listTables(connection);
  const alone = byName(listed.map((table) => readTable(connection, table, listed)));
  const tables = byName(
    listed.map(({ name, source }) => {
      const table = alone.get(foldName(name)) as CatalogTable;
      return source === undefined ? table : { ...table, isObservable: isSeen(source, alone) };
    }),
  );
  return { tables: [...tables.values()], table: (name) => tables.get(foldName(name)) };
}

function byName(tables: readonly CatalogTable[]): ReadonlyMap<string, CatalogTable> {
  return new Map(tables.map((table) => [foldName(table.name), table]));
}

function listTables(connection: Connection): ListedTable[] {
  return connection
    .prepare(
      `SELECT l.name, l.type, s.sql FROM pragma_table_list l
        JOIN main.sqlite_schema s ON s.name = l.name AND s.type IN ('table', 'view')
        WHERE l.schema = 'main' ORDER BY s.rowid`,
    )
    .all([])
    .map(({ name, type, sql }) => ({
      name: String(name),
      kind: type as CatalogTable["kind"],
      sql: String(sql),
      source: type === "virtual" ? toVirtualSource(String(sql)) : undefined,
    }));
}

/** A table by itself: whether a virtual one is seen is told by the others. */
function readTable(
  connection: Connection,
  { name, kind, sql, source }: ListedTable,
  all: readonly ListedTable[],
): CatalogTable {
  const facts = {
    name,
    kind,
    // As SQLite has it: the name before the last underscore.
    shadowOf: kind === "shadow" ? name.slice(0, name.lastIndexOf("_")) : undefined,
    shownBy: all.filter((each) => shows(each.source, name)).map((each) => each.name),
  };
  // A view that names what is gone, or a module that is not there, cannot be asked.
  if (kind === "view") return { ...facts, ...unasked, isObservable: all.every(tellsOfAll) };
  if (source?.isKnown === false) return { ...facts, ...unasked };
  const columns = readColumns(connection, name, sql);
  const keys = readKeys(connection, name, columns);
  return {
    ...facts,
    columns: columns.stored,
    generated: columns.generated,
    primaryKey: columns.primaryKey,
    isObservable: kind === "table" && keys.hasKey,
    indexed: keys.indexed,
    uniques: keys.uniques,
  };
}

/**
 * Of tables that are joined by NATURAL or USING, SQLite tells of no column, and so not of the table. One view
 * may read another.
 */
function tellsOfAll({ kind, sql }: ListedTable): boolean {
  return kind !== "view" || !joinsUntold(tokenizeSql(sql));
}

/** Whether a statement joins tables of which its preparation does not tell. */
export function joinsUntold(tokens: readonly SqlToken[]): boolean {
  return hasWords(tokens, "NATURAL") || hasWords(tokens, "USING");
}

const unasked = {
  columns: [],
  generated: new Map<string, ReadonlySet<string>>(),
  primaryKey: [],
  isObservable: false,
  indexed: new Set<string>(),
  uniques: [],
} as const;

function shows(source: VirtualSource | undefined, table: string): boolean {
  return source?.content !== undefined && foldName(source.content) === foldName(table);
}

function isSeen(
  { isKnown, content }: VirtualSource,
  tables: ReadonlyMap<string, CatalogTable>,
): boolean {
  if (!isKnown || content === undefined) return isKnown;
  const shown = tables.get(foldName(content));
  return shown?.kind === "table" && shown.isObservable;
}
