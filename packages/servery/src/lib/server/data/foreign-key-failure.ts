import {
  ColumnNode,
  DeleteQueryNode,
  InsertQueryNode,
  type OperationNode,
  TableNode,
  UpdateQueryNode,
  ValueNode,
  ValuesNode,
} from "kysely";
import type { Connection, SqlValue } from "../../ports/database.ts";
import { DataError } from "./data-error.ts";
import type { Reach } from "./row-caller.ts";
import { refersToNothing } from "./policy-failure.ts";
import type { DataSchema, ForeignKey } from "./schema.ts";
import { quote } from "./table-ddl.ts";

/**
 * SQLite does not say which foreign key failed, so look again: a value that the statement wrote whose
 * row does not exist, or the one table that refers to the rows that it deleted.
 */
export function findForeignKey(
  connection: Connection,
  schema: DataSchema,
  node: OperationNode,
  reach: Reach,
  cause: unknown,
): DataError | undefined {
  if (DeleteQueryNode.is(node))
    return stillReferred(schema, tableNameOf(node.from.froms[0]), cause);
  const written = writtenValues(node);
  const table = tableNameOf(
    InsertQueryNode.is(node) ? node.into : UpdateQueryNode.is(node) ? node.table : undefined,
  );
  for (const key of schema.foreignKeys.filter((candidate) => candidate.table === table))
    for (const value of written.get(key.column) ?? [])
      if (isMissing(connection, key, value, reach)) return refersToNothing(key, cause);
  return undefined;
}

function stillReferred(
  schema: DataSchema,
  table: string | undefined,
  cause: unknown,
): DataError | undefined {
  const keys = schema.foreignKeys.filter((key) => key.parent === table);
  if (keys.length === 0) return undefined;
  const names = keys.map((key) => `${key.table}.${key.column}`).join(" or ");
  return new DataError(
    "foreign_key_violation",
    `The row of ${table} is still referred to by ${names}.`,
    {
      table,
      columns: keys.length === 1 && keys[0]?.table === table ? [keys[0]?.column ?? ""] : [],
      cause,
    },
  );
}

function isMissing(connection: Connection, key: ForeignKey, value: unknown, reach: Reach): boolean {
  if (typeof value !== "string" && typeof value !== "number") return false;
  // Without a schema it is the view that the caller sees through, where there is one.
  const schema = reach === "unrestricted" || key.to === "any" ? "main." : "";
  const sql = `SELECT 1 FROM ${schema}${quote(key.parent)} WHERE ${quote(key.parentColumn)} = ?`;
  return connection.prepare(sql).get([value satisfies SqlValue]) === undefined;
}

function tableNameOf(node: OperationNode | undefined): string | undefined {
  return node !== undefined && TableNode.is(node) ? node.table.identifier.name : undefined;
}

function writtenValues(node: OperationNode): Map<string, unknown[]> {
  const written = new Map<string, unknown[]>();
  const add = (column: string, value: unknown): void => {
    const values = written.get(column) ?? [];
    written.set(column, [...values, value]);
  };
  if (UpdateQueryNode.is(node))
    for (const { column, value } of node.updates ?? [])
      if (ColumnNode.is(column) && ValueNode.is(value)) add(column.column.name, value.value);
  if (InsertQueryNode.is(node) && node.values !== undefined && ValuesNode.is(node.values))
    for (const row of node.values.values)
      for (const [index, value] of row.values.entries()) {
        const column = node.columns?.[index]?.column.name;
        const plain =
          row.kind === "PrimitiveValueListNode"
            ? value
            : ValueNode.is(value as OperationNode)
              ? (value as ValueNode).value
              : undefined;
        if (column !== undefined) add(column, plain);
      }
  return written;
}
