import { openSqlite } from "../../src/lib/adapters/sqlite/sqlite-database.ts";
import type { Connection, SqlRow } from "../../src/lib/ports/database.ts";
import { readCatalog } from "../../src/lib/server/data/read-catalog.ts";
import { toWriteSet, type WriteSetOptions } from "../../src/lib/server/data/writes/to-write-set.ts";
import type { RowChange, WriteSet } from "../../src/lib/server/data/writes/write-set.ts";

/** A database of its own, with a writer as the engine has it. */
export interface RecordedDatabase extends Disposable {
  readonly writer: Connection;
  /** What the writer writes, in a transaction that is committed. */
  record(write: string | (() => void), options?: Partial<WriteSetOptions>): WriteSet;
  /** SQLite's own record of the last one. */
  changeset(): Uint8Array;
}

/** Opens a database in which `setup` has run. */
export function openRecorded(setup: string | ((writer: Connection) => void)): RecordedDatabase {
  const database = openSqlite(":temporary:");
  const writer = database.openWriter();
  // Nothing here need outlive the process.
  writer.exec("PRAGMA synchronous = OFF");
  if (typeof setup === "string") writer.exec(setup);
  else setup(writer);
  const catalog = readCatalog(writer);
  let changeset = new Uint8Array();
  return {
    writer,
    record(write, options) {
      writer.exec("BEGIN IMMEDIATE");
      const recording = writer.recordChanges();
      if (typeof write === "string") writer.exec(write);
      else write();
      changeset = new Uint8Array(recording.changeset());
      const writes = toWriteSet(changeset, { catalog, connection: writer, ...options });
      recording.close();
      writer.exec("COMMIT");
      return writes;
    },
    changeset: () => changeset,
    [Symbol.dispose]() {
      writer.close();
      database.close();
    },
  };
}

/** A write set in lines: rows that are new with +, that are gone with -, changed columns with their values. */
export function describeWrites({ changes, tables, everything }: WriteSet): readonly string[] {
  return [
    ...changes.map(describeChange).toSorted(),
    ...[...tables.keys()].map((table) => `? ${table}`).toSorted(),
    ...(everything === undefined ? [] : ["?"]),
  ];
}

function describeChange(change: RowChange): string {
  if (change.kind === "insert") return `+ ${change.table} ${describeRow(change.after)}`;
  if (change.kind === "delete") return `- ${change.table} ${describeRow(change.before)}`;
  const { table, before, after, changed } = change;
  return `~ ${table} ${describeRow(before)} > ${describeRow(after)} (${[...changed].join()})`;
}

function describeRow(row: SqlRow): string {
  return Object.values(row)
    .map((value) => (value instanceof Uint8Array ? `x${value.toHex()}` : String(value)))
    .join("|");
}
