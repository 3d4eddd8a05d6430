import type { SqlValue } from "../../../ports/database.ts";
import {
  type ChangesetReader,
  changesetInvalid,
  createChangesetReader,
} from "./changeset-reader.ts";

/** The rows of one table that a changeset tells of. */
export interface ChangesetTable {
  readonly name: string;
  /** For each of the columns, whether it is part of the primary key. */
  readonly keys: readonly boolean[];
  /** The first of its rows, as many as were wanted. */
  readonly rows: readonly ChangesetRow[];
  /** How many rows it has. */
  readonly count: number;
}

/** Values in the order of the columns. `undefined` is what an update does not tell: the key has not changed. */
export type ChangesetRow =
  | { readonly kind: "insert"; readonly after: readonly SqlValue[] }
  | { readonly kind: "delete"; readonly before: readonly SqlValue[] }
  | {
      readonly kind: "update";
      /** The key, and what the columns that have changed were before. */
      readonly before: readonly (SqlValue | undefined)[];
      /** What the columns that have changed are now. */
      readonly after: readonly (SqlValue | undefined)[];
    };

const tableMark = 0x54;
const operations = { insert: 18, update: 23, delete: 9 } as const;

/** As many as a table of SQLite's can have. */
const mostColumns = 32_767;

/**
 * Reads a changeset of SQLite's session extension
 * (https://sqlite.org/src/file/ext/session/sqlite3session.c, "CHANGESET FORMAT"). Of each table so many rows
 * as `wanted` says are read, the others are counted.
 * @throws ServeryError `changeset_invalid` for bytes that are not one.
 */
export function parseChangeset(
  bytes: Uint8Array,
  wanted: (table: string) => number,
): ChangesetTable[] {
  const reader = createChangesetReader(bytes);
  const tables: ChangesetTable[] = [];
  while (!reader.atEnd) {
    if (reader.byte() !== tableMark)
      throw changesetInvalid("a table was expected", reader.position - 1);
    tables.push(readTable(reader, bytes, wanted));
  }
  return tables;
}

function readTable(
  reader: ChangesetReader,
  bytes: Uint8Array,
  wanted: (table: string) => number,
): ChangesetTable {
  const columns = reader.count();
  if (columns === 0 || columns > mostColumns)
    throw changesetInvalid(`a table has ${columns} columns`, reader.position);
  const keys = Array.from({ length: columns }, () => reader.byte() !== 0);
  const name = reader.name();
  const most = wanted(name);
  const rows: ChangesetRow[] = [];
  let count = 0;
  for (; !reader.atEnd && bytes[reader.position] !== tableMark; count++)
    if (count < most) rows.push(readRow(reader, keys));
    else skipRow(reader, columns);
  return { name, keys, rows, count };
}

function readRow(reader: ChangesetReader, keys: readonly boolean[]): ChangesetRow {
  const operation = readOperation(reader);
  if (operation === operations.insert)
    return { kind: "insert", after: readWhole(reader, keys.length) };
  if (operation === operations.delete)
    return { kind: "delete", before: readWhole(reader, keys.length) };
  const before = readRecord(reader, keys.length);
  const after = readRecord(reader, keys.length);
  for (let index = 0; index < keys.length; index++)
    if (!isComplete(keys[index] === true, before[index], after[index]))
      throw changesetInvalid("an update leaves out a value", reader.position);
  return { kind: "update", before, after };
}

/** A key is told as it was, whether it has changed or not; other columns as they were and are, or not at all. */
function isComplete(
  isKey: boolean,
  before: SqlValue | undefined,
  after: SqlValue | undefined,
): boolean {
  return isKey ? before !== undefined : (before === undefined) === (after === undefined);
}

function readOperation(reader: ChangesetReader): number {
  const operation = reader.byte();
  if (
    operation !== operations.insert &&
    operation !== operations.update &&
    operation !== operations.delete
  )
    throw changesetInvalid("neither a row nor a table was expected", reader.position - 1);
  // Whether a trigger did it, which is all the same here.
  reader.byte();
  return operation;
}

function readRecord(reader: ChangesetReader, columns: number): (SqlValue | undefined)[] {
  const values: (SqlValue | undefined)[] = [];
  for (let index = 0; index < columns; index++) values.push(reader.value());
  return values;
}

function readWhole(reader: ChangesetReader, columns: number): SqlValue[] {
  const values = readRecord(reader, columns);
  if (values.includes(undefined)) throw changesetInvalid("a row is not whole", reader.position);
  return values as SqlValue[];
}

function skipRow(reader: ChangesetReader, columns: number): void {
  const records = readOperation(reader) === operations.update ? 2 : 1;
  for (let index = 0; index < columns * records; index++) reader.skipValue();
}
