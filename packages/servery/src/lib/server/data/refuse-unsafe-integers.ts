import {
  ColumnNode,
  type ColumnUpdateNode,
  type InsertQueryNode,
  type OperationNode,
  type UpdateQueryNode,
  ValueListNode,
  ValueNode,
  ValuesNode,
} from "kysely";
import { DataError } from "./data-error.ts";
import { holdsIntegers, isUnsafeInteger, safeIntegerRule } from "./safe-integer.ts";
import type { Table } from "./table.ts";

/**
 * Refuses values that the columns' own check would: tables made before there was that check have none until
 * they are made anew. What SQL computes is left to the check.
 * @throws DataError `check_violation`.
 */
export function refuseUnsafeIntegers(table: Table, node: InsertQueryNode | UpdateQueryNode): void {
  if (node.kind === "UpdateQueryNode") return refuseInUpdates(table, node.updates);
  const { values, columns = [], onConflict } = node;
  if (values !== undefined && ValuesNode.is(values))
    for (const row of values.values)
      for (let index = 0; index < row.values.length; index++) {
        const value = row.values[index];
        refuse(table, columns[index], ValueListNode.is(row) ? valueOf(value) : value);
      }
  refuseInUpdates(table, onConflict?.updates);
}

function refuseInUpdates(table: Table, updates: readonly ColumnUpdateNode[] = []): void {
  for (const { column, value } of updates) refuse(table, column, valueOf(value));
}

function valueOf(node: unknown): unknown {
  return ValueNode.is(node as OperationNode) ? (node as ValueNode).value : undefined;
}

function refuse(table: Table, target: OperationNode | undefined, value: unknown): void {
  if (!isUnsafeInteger(value) || target === undefined || !ColumnNode.is(target)) return;
  const { name } = target.column;
  const column = Object.hasOwn(table.columns, name) ? table.columns[name] : undefined;
  if (column === undefined || !holdsIntegers(column.kind, column.storage)) return;
  throw new DataError("check_violation", `${table.name}.${name} ${safeIntegerRule}.`, {
    table: table.name,
    columns: [name],
  });
}
