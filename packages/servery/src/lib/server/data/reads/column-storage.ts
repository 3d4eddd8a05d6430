import type { DataSchema } from "../schema.ts";
import type { Table } from "../table.ts";
import type { Storage } from "./fact.ts";

/** A column by its name in any case. */
export interface DeclaredColumn {
  /** As the code spells it, and so the database's schema. */
  readonly name: string;
  /** Nothing for bytes, which JavaScript does not compare by their value. */
  readonly storage: Storage | undefined;
}

/**
 * Finds a column that the code declares. Its table is STRICT and its collation binary, for a database
 * that differs from the code is not opened: what is stored there is what its type says.
 */
export function findColumn(
  schema: DataSchema,
  table: Table,
  name: string,
): DeclaredColumn | undefined {
  const found = Object.hasOwn(table.columns, name)
    ? name
    : Object.keys(table.columns).find((column) => column.toLowerCase() === name.toLowerCase());
  return found === undefined
    ? undefined
    : { name: found, storage: storageOf(schema, table, found) };
}

/** A reference is stored as the key that it refers to. */
function storageOf(schema: DataSchema, table: Table, name: string): Storage | undefined {
  const key = schema.foreignKeys.find(
    (candidate) => candidate.table === table.name && candidate.column === name,
  );
  const target = key === undefined ? undefined : schema.column(key.parent, key.parentColumn);
  const storage = (target ?? table.columns[name])?.storage;
  return storage === "BLOB" ? undefined : storage;
}
