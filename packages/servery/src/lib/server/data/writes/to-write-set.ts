import type { Connection } from "../../../ports/database.ts";
import type { Catalog, CatalogTable } from "../catalog.ts";
import { type ChangesetTable, parseChangeset } from "./parse-changeset.ts";
import { createRowImages, type RowImages } from "./row-images.ts";
import type { RowChange, WriteSet } from "./write-set.ts";

export interface WriteSetOptions {
  /** The tables of the database. */
  readonly catalog: Catalog;
  /** The connection that made the changes, in the transaction that did. */
  readonly connection: Connection;
  /** Rows of one table beyond which it is told only that the table has changed. Default 10,000. */
  readonly mostChangesPerTable?: number | undefined;
}

/** Tables of the engine and of SQLite itself: whoever could read them is told of every commit. */
const internal = /^(?:servery|sqlite)_/i;

/**
 * Makes a write set of what a transaction has changed, right before its COMMIT. Never throws: what cannot be told
 * by rows is told by tables, and a changeset that cannot be read is `everything`.
 */
export function toWriteSet(changeset: Uint8Array, options: WriteSetOptions): WriteSet {
  const { catalog, mostChangesPerTable: most = 10_000 } = options;
  const changes: RowChange[] = [];
  const tables = new Map<string, string>();
  const wanted = (name: string): number =>
    !internal.test(name) && catalog.table(name)?.kind === "table" ? most : 0;
  try {
    for (const recorded of parseChangeset(changeset, wanted)) {
      if (internal.test(recorded.name) || recorded.count === 0) continue;
      const table = catalog.table(recorded.name);
      for (const name of table?.shownBy ?? []) tables.set(name, `it shows rows of ${table?.name}`);
      const told = toChanges(recorded, table, options);
      if (typeof told === "string") tables.set(table?.shadowOf ?? recorded.name, told);
      else for (const change of told) changes.push(change);
    }
    return { changes, tables, everything: undefined };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { changes: [], tables: new Map(), everything: why };
  }
}

/** The changes of a table's rows, or why they are not told. */
function toChanges(
  recorded: ChangesetTable,
  table: CatalogTable | undefined,
  { connection }: WriteSetOptions,
): readonly RowChange[] | string {
  const { name, rows, count } = recorded;
  if (table === undefined) return "it was not there when the tables were looked at";
  if (table.shadowOf !== undefined) return `what it shows is kept in ${name}, which has changed`;
  if (rows.length < count) return `${count} of its rows have changed at once`;
  const images = imagesOf(connection, table);
  if (!images.fits(recorded)) return "its columns are others than when the tables were looked at";
  const changes: RowChange[] = [];
  for (const row of rows) {
    const change = images.toChange(row);
    if (change === undefined) return "a row could not be read as it is";
    changes.push(change);
  }
  return changes;
}

/** Kept, for the statements in them. */
const imagesByTable = new WeakMap<Connection, WeakMap<CatalogTable, RowImages>>();

function imagesOf(connection: Connection, table: CatalogTable): RowImages {
  let byTable = imagesByTable.get(connection);
  if (byTable === undefined) imagesByTable.set(connection, (byTable = new WeakMap()));
  let images = byTable.get(table);
  if (images === undefined) byTable.set(table, (images = createRowImages(connection, table)));
  return images;
}
