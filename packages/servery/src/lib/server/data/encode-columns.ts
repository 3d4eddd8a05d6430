import {
  ColumnNode,
  ColumnUpdateNode,
  DefaultInsertValueNode,
  InsertQueryNode,
  type OperationNode,
  PrimitiveValueListNode,
  RawNode,
  type RootOperationNode,
  TableNode,
  UpdateQueryNode,
  ValueListNode,
  ValueNode,
  ValuesNode,
} from "kysely";
import type { Column } from "./column.ts";
import { refuseUnsafeIntegers } from "./refuse-unsafe-integers.ts";
import type { DataSchema } from "./schema.ts";
import type { ColumnsOf, Table } from "./table.ts";

/**
 * Does what depends on the column that a value is meant for. A string, number, boolean or null for a
 * JSON column becomes JSON text (objects and arrays need no help, whatever column they go to). And
 * where rows of one insert have different columns, the missing ones get their default: SQLite has no
 * DEFAULT keyword there, so Kysely would write NULL.
 * @throws DataError `check_violation` for a whole number that JavaScript could not read again.
 */
export function encodeColumns<N extends RootOperationNode>(schema: DataSchema, node: N): N {
  const root: RootOperationNode = node;
  const isInsert = InsertQueryNode.is(root);
  if (!isInsert && !UpdateQueryNode.is(root)) return node;
  const table = tableOf(schema, isInsert ? root.into : root.table);
  if (table === undefined) return node;
  refuseUnsafeIntegers(table, root);
  const encoded = isInsert ? encodeInsert(table.columns, root) : encodeUpdate(table.columns, root);
  return encoded as RootOperationNode as N;
}

function tableOf(schema: DataSchema, node: OperationNode | undefined): Table | undefined {
  if (node === undefined) return undefined;
  const table = TableNode.is(node) ? node : (node as { readonly node?: OperationNode }).node;
  if (table === undefined || !TableNode.is(table)) return undefined;
  return schema.tables.get(table.table.identifier.name);
}

function encodeInsert(columns: ColumnsOf, node: InsertQueryNode): InsertQueryNode {
  const { values, onConflict } = node;
  const targets = node.columns?.map(({ column }) => columns[column.name]) ?? [];
  const rows =
    values !== undefined && ValuesNode.is(values) && needsRows(targets, values)
      ? encodeRows(targets, values)
      : values;
  const updates =
    onConflict?.updates === undefined ? undefined : encodeUpdates(columns, onConflict.updates);
  if (rows === values && updates === onConflict?.updates) return node;
  return {
    ...node,
    ...(rows === undefined ? {} : { values: rows }),
    ...(onConflict === undefined || updates === undefined
      ? {}
      : { onConflict: { ...onConflict, updates } }),
  };
}

function encodeUpdate(columns: ColumnsOf, node: UpdateQueryNode): UpdateQueryNode {
  const updates = node.updates === undefined ? undefined : encodeUpdates(columns, node.updates);
  return updates === node.updates || updates === undefined ? node : { ...node, updates };
}

type Targets = readonly (Column | undefined)[];

function needsRows(targets: Targets, { values }: ValuesNode): boolean {
  return (
    targets.some((column) => column?.kind === "json") ||
    values.some(({ kind }) => kind === "ValueListNode")
  );
}

function encodeRows(targets: Targets, node: ValuesNode): ValuesNode {
  return ValuesNode.create(
    node.values.map((row) =>
      row.kind === "PrimitiveValueListNode"
        ? PrimitiveValueListNode.create(
            row.values.map((value, index) => encodeValue(targets[index], value)),
          )
        : ValueListNode.create(row.values.map((value, index) => encodeNode(targets[index], value))),
    ),
  );
}

function encodeUpdates(
  columns: ColumnsOf,
  updates: readonly ColumnUpdateNode[],
): readonly ColumnUpdateNode[] {
  const target = ({ column }: ColumnUpdateNode): Column | undefined =>
    ColumnNode.is(column) ? columns[column.column.name] : undefined;
  if (!updates.some((update) => target(update)?.kind === "json")) return updates;
  return updates.map((update) =>
    ColumnUpdateNode.create(update.column, encodeNode(target(update), update.value)),
  );
}

function encodeNode(column: Column | undefined, node: OperationNode): OperationNode {
  if (column?.default !== undefined && DefaultInsertValueNode.is(node))
    return RawNode.createWithSql(`(${column.default})`);
  return column?.kind === "json" && ValueNode.is(node)
    ? ValueNode.create(encodeValue(column, node.value))
    : node;
}

function encodeValue(column: Column | undefined, value: unknown): unknown {
  if (column?.kind !== "json" || value === undefined || (value === null && column.nullable))
    return value;
  return JSON.stringify(value);
}
