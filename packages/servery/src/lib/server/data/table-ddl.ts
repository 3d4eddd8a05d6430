import { ServeryError } from "../../base/servery-error.ts";
import type { Column } from "./column.ts";
import { holdsIntegers, safeIntegerCheck, safeIntegerSuffix } from "./safe-integer.ts";
import type { DataSchema, ForeignKey } from "./schema.ts";
import type { Index, Table } from "./table.ts";

/** An identifier as SQL quotes it. */
export function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** The statement that makes a table, under its own name or another. */
export function toCreateTable(schema: DataSchema, table: Table, name = table.name): string {
  const lines = [
    ...Object.keys(table.columns).map((column) => toColumnDefinition(schema, table, column)),
    ...toCompositeKey(table),
    ...table.checks.map(
      (check, index) =>
        `CONSTRAINT ${quote(checkName(table.name, String(index + 1)))} CHECK (${check})`,
    ),
  ];
  return `CREATE TABLE ${quote(name)} (\n  ${lines.join(",\n  ")}\n) STRICT`;
}

function toCompositeKey(table: Table): string[] {
  if (table.primaryKey.some((key) => table.columns[key]?.primaryKey)) return [];
  return [`PRIMARY KEY (${table.primaryKey.map(quote).join(", ")})`];
}

/** One column as it stands in CREATE TABLE or ALTER TABLE … ADD COLUMN. */
export function toColumnDefinition(schema: DataSchema, table: Table, name: string): string {
  const column = table.columns[name] as Column;
  const key = schema.foreignKeys.find(
    (candidate) => candidate.table === table.name && candidate.column === name,
  );
  const storage = key === undefined ? column.storage : referenceStorage(schema, column, key);
  const own = holdsIntegers(column.kind, storage)
    ? [toConstraint(checkName(table.name, name + safeIntegerSuffix), safeIntegerCheck, name)]
    : [];
  return [
    quote(name),
    storage,
    ...(column.primaryKey ? ["PRIMARY KEY"] : []),
    ...(column.nullable ? [] : ["NOT NULL"]),
    ...(column.default === undefined ? [] : [`DEFAULT (${column.default})`]),
    ...column.checks.map((check, index) => {
      const constraint = checkName(table.name, index === 0 ? name : `${name}_${index + 1}`);
      return toConstraint(constraint, check, name);
    }),
    ...own,
    ...(key === undefined ? [] : [toReferences(column, key)]),
  ].join(" ");
}

function toConstraint(name: string, check: string, column: string): string {
  return `CONSTRAINT ${quote(name)} CHECK (${toCheck(check, column)})`;
}

/** Puts the column's name for every `@` that stands outside a string. */
function toCheck(check: string, column: string): string {
  return check.replaceAll(/'(?:[^']|'')*'|@/g, (part) => (part === "@" ? quote(column) : part));
}

/** Immediate, always: a deferred key could fail the commit that others share. */
function toReferences(column: Column, key: ForeignKey): string {
  const onDelete = column.references?.onDelete ?? "restrict";
  return `REFERENCES ${quote(key.parent)} (${quote(key.parentColumn)}) ON DELETE ${onDelete.toUpperCase()}`;
}

function referenceStorage(schema: DataSchema, column: Column, key: ForeignKey): Column["storage"] {
  const target = schema.column(key.parent, key.parentColumn);
  if (column.references?.onDelete === "set null" && !column.nullable)
    throw invalid(
      key,
      "is set to NULL when its row is deleted, but is not nullable: add { nullable: true }",
    );
  return target?.storage ?? column.storage;
}

function invalid(key: ForeignKey, why: string): ServeryError {
  return new ServeryError("table_invalid", `The column "${key.table}.${key.column}" ${why}.`);
}

/** The name that a violated check is reported by, from which the column is found again. */
function checkName(table: string, rest: string): string {
  return `${table}.${rest}`;
}

/** The indexes of a table: name to statement. */
export function toCreateIndexes(table: Table): Map<string, string> {
  return new Map(
    table.indexes.map((index) => [indexName(table.name, index), toCreateIndex(table.name, index)]),
  );
}

function toCreateIndex(table: string, index: Index): string {
  const where = index.where === undefined ? "" : ` WHERE ${index.where}`;
  const unique = index.unique === false ? "" : "UNIQUE ";
  return `CREATE ${unique}INDEX ${quote(indexName(table, index))} ON ${quote(table)} (${index.columns.map(quote).join(", ")})${where}`;
}

function indexName(table: string, index: Index): string {
  const partial = index.where === undefined ? "" : "_partial";
  return `${table}_${index.columns.join("_")}${partial}_${index.unique === false ? "index" : "unique"}`;
}
