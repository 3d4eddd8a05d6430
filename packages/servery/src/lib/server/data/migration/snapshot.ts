import type { Connection } from "../../../ports/database.ts";
import type { DataSchema } from "../schema.ts";
import { tokenizeSql } from "../sql-tokens.ts";
import { toCreateIndexes, toCreateTable } from "../table-ddl.ts";
import { spell, type TableShape, toTableShape } from "./table-shape.ts";

/** A schema, of a database or of the code. */
export interface Snapshot {
  readonly tables: ReadonlyMap<string, TableShape>;
  /** Indexes by name. */
  readonly indexes: ReadonlyMap<string, SnapshotIndex>;
  /** Triggers, which go with the table that they stand on when it is rebuilt. */
  readonly triggers: readonly { readonly table: string; readonly sql: string }[];
}

interface SnapshotIndex {
  readonly table: string;
  readonly sql: string;
  /** In one spelling. */
  readonly definition: string;
}

/** Reads a database's schema, without what SQLite, the engine and tools (`_…`) keep for themselves. */
export function readSnapshot(connection: Connection): Snapshot {
  const rows = connection
    .prepare(
      "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid",
    )
    .all([]);
  const entries = rows.map((row) => ({
    type: String(row["type"]),
    name: String(row["name"]),
    table: String(row["tbl_name"]),
    sql: String(row["sql"]),
  }));
  const own = entries.filter(
    ({ name, table }) =>
      !/^(sqlite_|servery_|_)/i.test(name) && !/^(sqlite_|servery_|_)/i.test(table),
  );
  return {
    tables: new Map(
      own
        .filter(({ type }) => type === "table")
        .map(({ name, sql }) => [name, toTableShape(name, sql)]),
    ),
    indexes: new Map(
      own
        .filter(({ type }) => type === "index")
        .map(({ name, table, sql }) => [name, toIndex(table, sql)]),
    ),
    triggers: own
      .filter(({ type }) => type === "trigger")
      .map(({ table, sql }) => ({ table, sql })),
  };
}

/** The schema that the code asks for. */
export function toSnapshot(schema: DataSchema): Snapshot {
  const tables = [...schema.tables.values()];
  return {
    tables: new Map(
      tables.map((table) => [table.name, toTableShape(table.name, toCreateTable(schema, table))]),
    ),
    indexes: new Map(
      tables.flatMap((table) =>
        [...toCreateIndexes(table)].map(([name, sql]) => [name, toIndex(table.name, sql)] as const),
      ),
    ),
    triggers: [],
  };
}

function toIndex(table: string, sql: string): SnapshotIndex {
  return { table, sql, definition: spell(tokenizeSql(sql)) };
}
