import {
  ColumnNode,
  ColumnUpdateNode,
  InsertQueryNode,
  type OperationNode,
  PrimitiveValueListNode,
  type RootOperationNode,
  TableNode,
  UpdateQueryNode,
  ValueListNode,
  ValueNode,
  ValuesNode,
} from "kysely";
import type { SqlValue } from "../../ports/database.ts";
import type { Column } from "./column.ts";
import { DataError } from "./data-error.ts";
import type { DataSchema } from "./schema.ts";

/**
 * Turns what JavaScript binds into what SQL has: booleans to 0 and 1, objects and arrays to JSON.
 * @throws DataError `value_invalid` for what SQL has no value for.
 */
export function toSqlValues(parameters: readonly unknown[]): readonly SqlValue[] {
  for (const [index, value] of parameters.entries())
    if (typeof value !== "string" && typeof value !== "number" && value !== null) return encodeFrom(parameters, index);
  return parameters as readonly SqlValue[];
}

function encodeFrom(parameters: readonly unknown[], start: number): readonly SqlValue[] {
  return parameters.map((value, index) => (index < start ? (value as SqlValue) : toSqlValue(value)));
}

function toSqlValue(value: unknown): SqlValue {
  if (value === null || typeof value === "string" || typeof value === "number" || typeof value === "bigint") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof Uint8Array) return value;
  if (value instanceof Date)
    throw invalid("a Date", "Bind epoch milliseconds (date.getTime()) or ISO text (date.toISOString()), as the timestamp() column is declared");
  if (typeof value === "object") return JSON.stringify(value);
  throw invalid(value === undefined ? "undefined" : `a ${typeof value}`, "Bind null, a string, number, bigint, boolean, Uint8Array, or plain data for a json() column");
}

function invalid(what: string, instead: string): DataError {
  return new DataError("value_invalid", `A statement was given ${what}, which SQL has no value for. ${instead}.`);
}

/**
 * Makes strings, numbers, booleans and null that are meant for a JSON column into JSON text: bound as
 * they are they would not be JSON. Objects and arrays need no help, whatever column they go to.
 */
export function encodeJsonColumns<N extends RootOperationNode>(schema: DataSchema, node: N): N {
  const root: RootOperationNode = node;
  if (InsertQueryNode.is(root)) return encodeInsert(schema, root) as N;
  if (UpdateQueryNode.is(root) && root.table !== undefined && root.updates !== undefined) {
    const columns = jsonColumnsOf(schema, root.table);
    return columns === undefined ? node : ({ ...root, updates: encodeUpdates(columns, root.updates) } as RootOperationNode as N);
  }
  return node;
}

type JsonColumns = ReadonlyMap<string, Column>;
const cache = new WeakMap<DataSchema, Map<string, JsonColumns | undefined>>();

function jsonColumnsOf(schema: DataSchema, node: OperationNode): JsonColumns | undefined {
  const table = TableNode.is(node) ? node.table.identifier.name : tableOfAlias(node);
  let tables = cache.get(schema);
  if (tables === undefined) cache.set(schema, (tables = new Map()));
  if (!tables.has(table)) {
    const found = Object.entries(schema.tables.get(table)?.columns ?? {}).filter(([, column]) => column.kind === "json");
    tables.set(table, found.length === 0 ? undefined : new Map(found));
  }
  return tables.get(table);
}

function tableOfAlias(node: OperationNode): string {
  const inner = (node as { node?: OperationNode }).node;
  return inner !== undefined && TableNode.is(inner) ? inner.table.identifier.name : "";
}

function encodeInsert(schema: DataSchema, node: InsertQueryNode): InsertQueryNode {
  const json = node.into === undefined ? undefined : jsonColumnsOf(schema, node.into);
  if (json === undefined) return node;
  const columns = (node.columns ?? []).map(({ column }) => json.get(column.name));
  const values = node.values !== undefined && ValuesNode.is(node.values) ? encodeRows(columns, node.values) : node.values;
  const updates = node.onConflict?.updates;
  return {
    ...node,
    ...(values === undefined ? {} : { values }),
    ...(node.onConflict === undefined || updates === undefined ? {} : { onConflict: { ...node.onConflict, updates: encodeUpdates(json, updates) } }),
  };
}

function encodeRows(columns: readonly (Column | undefined)[], node: ValuesNode): ValuesNode {
  return ValuesNode.create(
    node.values.map((row) =>
      row.kind === "PrimitiveValueListNode"
        ? PrimitiveValueListNode.create(row.values.map((value, index) => encode(columns[index], value)))
        : ValueListNode.create(row.values.map((value, index) => encodeNode(columns[index], value))),
    ),
  );
}

function encodeUpdates(json: JsonColumns, updates: readonly ColumnUpdateNode[]): readonly ColumnUpdateNode[] {
  return updates.map((update) => {
    const column = ColumnNode.is(update.column) ? json.get(update.column.column.name) : undefined;
    return column === undefined ? update : ColumnUpdateNode.create(update.column, encodeNode(column, update.value));
  });
}

function encodeNode(column: Column | undefined, node: OperationNode): OperationNode {
  return column !== undefined && ValueNode.is(node) ? ValueNode.create(encode(column, node.value)) : node;
}

function encode(column: Column | undefined, value: unknown): unknown {
  if (column === undefined || value === undefined || (value === null && column.nullable)) return value;
  return JSON.stringify(value);
}
