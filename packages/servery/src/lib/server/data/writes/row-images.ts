import type { Connection, SqlRow, SqlValue, Statement } from "../../../ports/database.ts";
import type { CatalogTable } from "../catalog.ts";
import { quote } from "../table-ddl.ts";
import type { ChangesetRow, ChangesetTable } from "./parse-changeset.ts";
import type { RowChange } from "./write-set.ts";

/** Makes whole rows of what changesets tell of one table. */
export interface RowImages {
  /** Whether the columns of a changeset are those that the table is known to have. */
  fits(recorded: ChangesetTable): boolean;
  /** `undefined` when a row cannot be told as it is. */
  toChange(row: ChangesetRow): RowChange | undefined;
}

type Values = readonly (SqlValue | undefined)[];

/** Makes the images of a table's rows. What a changeset leaves out is read on the connection that wrote it. */
export function createRowImages(connection: Connection, table: CatalogTable): RowImages {
  const { name, columns } = table;
  const isKey = columns.map((column) => table.primaryKey.includes(column));
  const effects = columns.map((column) => effectsOf(column, table));
  let select: Statement | undefined;

  /**
   * What the row has besides its key, found by the key as it was: one that has changed within the same row is equal
   * to it, as `a` is to `A` where case does not matter. Nothing is asked where all is told.
   */
  function readRest(before: Values): SqlRow | undefined {
    if (!before.includes(undefined)) return createRow();
    const key = before.filter((_, at) => isKey[at]) as SqlValue[];
    if (key.some(isGarbled)) return undefined;
    select ??= connection.prepare(toSelect(table));
    return select.get(key);
  }

  function toUpdate(before: Values, after: Values): RowChange | undefined {
    const rest = readRest(before);
    if (rest === undefined) return undefined;
    const [old, now, changed] = [createRow(), createRow(), new Set<string>()];
    for (let at = 0; at < columns.length; at++) {
      const column = columns[at] as string;
      const [was, is] = [before[at], after[at]];
      const kept = (was === undefined ? rest[column] : was) as SqlValue;
      if (isGarbled(kept) || isGarbled(is)) return undefined;
      old[column] = kept;
      now[column] = is === undefined ? kept : is;
      if (is !== undefined) for (const each of effects[at] ?? []) changed.add(each);
    }
    return { kind: "update", table: name, before: old, after: now, changed };
  }

  function toRow(values: Values): SqlRow | undefined {
    const row = createRow();
    for (let at = 0; at < columns.length; at++) {
      const value = values[at] as SqlValue;
      if (isGarbled(value)) return undefined;
      row[columns[at] as string] = value;
    }
    return row;
  }

  return {
    fits: ({ keys }) =>
      keys.length === columns.length && keys.every((inKey, at) => inKey === isKey[at]),
    toChange(row) {
      if (row.kind === "update") return toUpdate(row.before, row.after);
      const image = toRow(row.kind === "insert" ? row.after : row.before);
      if (image === undefined) return undefined;
      return row.kind === "insert"
        ? { kind: "insert", table: name, after: image }
        : { kind: "delete", table: name, before: image };
    },
  };
}

/** The columns that are others when a column is: itself, and the generated ones that rest on it. */
function effectsOf(column: string, { generated }: CatalogTable): readonly string[] {
  const resting = [...generated].filter(([, sources]) => sources.has(column));
  return [column, ...resting.map(([name]) => name)];
}

function toSelect({ name, columns, primaryKey }: CatalogTable): string {
  const rest = columns.filter((column) => !primaryKey.includes(column));
  const key = columns.filter((column) => primaryKey.includes(column));
  const isKey = key.map((column) => `${quote(column)} = ?`).join(" AND ");
  return `SELECT ${rest.map(quote).join(", ")} FROM main.${quote(name)} WHERE ${isKey}`;
}

/** What stands in a text for bytes that are no Unicode: which they were, and so how they compare, is not known. */
const replacement = "\uFFFD";

function isGarbled(value: SqlValue | undefined): boolean {
  return typeof value === "string" && value.includes(replacement);
}

const noNames: object = Object.create(null) as object;

/** A row that knows no names but its columns', as those of the database. */
function createRow(): SqlRow {
  return Object.create(noNames) as SqlRow;
}
