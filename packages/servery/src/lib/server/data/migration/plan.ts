import type { DataSchema } from "../schema.ts";
import { quote, toColumnDefinition, toCreateIndexes, toCreateTable } from "../table-ddl.ts";
import type { Table } from "../table.ts";
import { type Destruction, findDestructions } from "./destruction.ts";
import { rebuildTable } from "./rebuild-table.ts";
import { type Snapshot, toSnapshot } from "./snapshot.ts";
import type { ColumnShape, TableShape } from "./table-shape.ts";

/** How a database gets the schema that the code asks for. */
export interface MigrationPlan {
  /** In order; empty when there is nothing to do. */
  readonly statements: readonly string[];
  /** What would be lost. */
  readonly destructive: readonly Destruction[];
  /** New columns that rows already there have no value for: `orders.note`. */
  readonly unfilled: readonly string[];
}

/** Compares a database's schema with the code's. */
export function toMigrationPlan(current: Snapshot, schema: DataSchema): MigrationPlan {
  const wanted = toSnapshot(schema);
  const tables = [...schema.tables.values()].map((table) =>
    planTable(current, wanted, schema, table),
  );
  const rebuilt = new Set(tables.flatMap(({ rebuilds, name }) => (rebuilds ? [name] : [])));
  const dropped = [...current.tables.keys()].filter((name) => !wanted.tables.has(name));
  return {
    statements: [
      ...dropIndexes(current, wanted, new Set([...rebuilt, ...dropped])),
      ...tables.flatMap(({ statements }) => statements),
      ...dropped.map((name) => `DROP TABLE ${quote(name)}`),
      ...createIndexes(current, wanted, rebuilt, schema),
    ],
    destructive: findDestructions(current, wanted),
    unfilled: tables.flatMap(({ unfilled }) => unfilled),
  };
}

interface TablePlan {
  readonly name: string;
  readonly rebuilds: boolean;
  readonly statements: readonly string[];
  readonly unfilled: readonly string[];
}

function planTable(
  current: Snapshot,
  wanted: Snapshot,
  schema: DataSchema,
  table: Table,
): TablePlan {
  const { name } = table;
  const before = current.tables.get(name);
  const after = wanted.tables.get(name) as TableShape;
  if (before === undefined)
    return { name, rebuilds: false, statements: [toCreateTable(schema, table)], unfilled: [] };
  const added = [...after.columns.values()].filter((column) => !before.columns.has(column.name));
  const unfilled = added
    .filter((column) => !column.nullable && table.columns[column.name]?.default === undefined)
    .map((column) => `${name}.${column.name}`);
  if (isSame(before, after, added) && added.every((column) => isAddable(column, table)))
    return {
      name,
      rebuilds: false,
      statements: added.map((column) => addColumn(schema, table, column.name)),
      unfilled,
    };
  const triggers = current.triggers
    .filter((trigger) => trigger.table === name)
    .map(({ sql }) => sql);
  return {
    name,
    rebuilds: true,
    statements: rebuildTable({ schema, table, before, triggers }),
    unfilled,
  };
}

/** Whether the tables are the same but for new columns. */
function isSame(before: TableShape, after: TableShape, added: readonly ColumnShape[]): boolean {
  return (
    before.columns.size === after.columns.size - added.length &&
    [...before.columns.values()].every(
      ({ name, definition }) => after.columns.get(name)?.definition === definition,
    ) &&
    before.constraints.symmetricDifference(after.constraints).size === 0 &&
    before.options === after.options
  );
}

/** ALTER TABLE … ADD COLUMN takes constant defaults only, no key, and no reference with a default. */
function isAddable(shape: ColumnShape, table: Table): boolean {
  const column = table.columns[shape.name];
  if (column === undefined || column.primaryKey) return false;
  if (column.default === undefined) return column.nullable;
  return column.references === undefined && /^(-?[\d.]+|'(?:[^']|'')*'|NULL)$/.test(column.default);
}

function addColumn(schema: DataSchema, table: Table, column: string): string {
  return `ALTER TABLE ${quote(table.name)} ADD COLUMN ${toColumnDefinition(schema, table, column)}`;
}

function dropIndexes(current: Snapshot, wanted: Snapshot, gone: ReadonlySet<string>): string[] {
  return [...current.indexes]
    .filter(
      ([name, { table, definition }]) =>
        !gone.has(table) && wanted.indexes.get(name)?.definition !== definition,
    )
    .map(([name]) => `DROP INDEX ${quote(name)}`);
}

function createIndexes(
  current: Snapshot,
  wanted: Snapshot,
  rebuilt: ReadonlySet<string>,
  schema: DataSchema,
): string[] {
  return [...schema.tables.values()].flatMap((table) =>
    [...toCreateIndexes(table)]
      .filter(
        ([name]) =>
          rebuilt.has(table.name) ||
          current.indexes.get(name)?.definition !== wanted.indexes.get(name)?.definition,
      )
      .map(([, sql]) => sql),
  );
}
