import type { DataSchema } from "../schema.ts";
import { quote, toCreateTable } from "../table-ddl.ts";
import type { Table } from "../table.ts";
import type { ColumnShape, TableShape } from "./table-shape.ts";

export interface Rebuild {
  readonly schema: DataSchema;
  readonly table: Table;
  readonly before: TableShape;
  readonly triggers: readonly string[];
}

/**
 * Makes a table anew with its rows, where ALTER TABLE cannot: SQLite's own procedure
 * (https://sqlite.org/lang_altertable.html#otheralter). Foreign keys must be off around it, and are
 * checked after. In legacy mode the renaming leaves views alone that name the table.
 */
export function rebuildTable({ schema, table, before, triggers }: Rebuild): readonly string[] {
  const scratch = `servery_new_${table.name}`;
  const kept = [...before.columns.values()].filter(({ name }) =>
    Object.hasOwn(table.columns, name),
  );
  const columns = kept.map(({ name }) => quote(name)).join(", ");
  const values = kept.map((column) => toValue(table, column)).join(", ");
  return [
    toCreateTable(schema, table, scratch),
    ...(kept.length === 0
      ? []
      : [`INSERT INTO ${quote(scratch)} (${columns}) SELECT ${values} FROM ${quote(table.name)}`]),
    `DROP TABLE ${quote(table.name)}`,
    "PRAGMA legacy_alter_table = ON",
    `ALTER TABLE ${quote(scratch)} RENAME TO ${quote(table.name)}`,
    "PRAGMA legacy_alter_table = OFF",
    ...triggers,
  ];
}

/** Casts where the type has changed, and fills NULL where it is no longer allowed and a default is known. */
function toValue(table: Table, { name, type, nullable }: ColumnShape): string {
  const column = table.columns[name];
  const cast =
    column !== undefined && column.storage.toLowerCase() !== type
      ? `CAST(${quote(name)} AS ${column.storage})`
      : quote(name);
  const fills = nullable && column?.nullable === false && column.default !== undefined;
  return fills ? `coalesce(${cast}, ${column.default})` : cast;
}
