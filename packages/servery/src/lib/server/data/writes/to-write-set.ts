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
  /** Whether somebody may ask which rows of a table have changed. Of others it is told only that they have. */
  readonly isFollowed?: ((table: string) => boolean) | undefined;
}

/** Tables of the engine and of SQLite itself. Handlers cannot read the former; the latter rest on everything. */
const internal = /^(?:servery|sqlite)_/i;

/**
 * Makes a write set of what a transaction has changed, right before its COMMIT. Never throws: what cannot be told
 * by rows is told by tables, and a changeset that cannot be read is `everything`.
 */
export function toWriteSet(changeset: Uint8Array, options: WriteSetOptions): WriteSet {
  const { catalog, mostChangesPerTable = 10_000, isFollowed = () => true } = options;
  const wanted = (name: string): number => {
    const table = internal.test(name) ? undefined : catalog.table(name);
    return table?.kind === "table" && isFollowed(table.name) ? mostChangesPerTable : 0;
  };
  let recorded: readonly ChangesetTable[];
  try {
    recorded = parseChangeset(changeset, wanted);
  } catch (error) {
    return { changes: [], tables: new Map(), everything: messageOf(error) };
  }
  const changes: RowChange[] = [];
  const tables = new Map<string, string>();
  for (const each of recorded) {
    if (internal.test(each.name) || each.count === 0) continue;
    const table = catalog.table(each.name);
    for (const name of table?.shownBy ?? []) tables.set(name, `it shows rows of ${each.name}`);
    const told = toChanges(each, table, options);
    if (typeof told === "string") tables.set(table?.shadowOf ?? each.name, told);
    else for (const change of told) changes.push(change);
  }
  return { changes, tables, everything: undefined };
}

/** The changes of a table's rows, or why they are not told. */
function toChanges(
  recorded: ChangesetTable,
  table: CatalogTable | undefined,
  { connection, isFollowed }: WriteSetOptions,
): readonly RowChange[] | string {
  const { name, rows, count } = recorded;
  if (table === undefined) return "it was not there when the tables were looked at";
  if (table.shadowOf !== undefined) return `what it shows is kept in ${name}, which has changed`;
  if (isFollowed?.(table.name) === false) return "nobody follows its rows";
  if (rows.length < count) return `${count} of its rows have changed at once`;
  try {
    return toRowChanges(recorded, imagesOf(connection, table));
  } catch (error) {
    return messageOf(error);
  }
}

function toRowChanges(recorded: ChangesetTable, images: RowImages): readonly RowChange[] | string {
  if (!images.fits(recorded)) return "its columns are others than when the tables were looked at";
  const changes: RowChange[] = [];
  for (const row of recorded.rows) {
    const change = images.toChange(row);
    if (change === undefined) return "a row could not be read as it is";
    changes.push(change);
  }
  return changes;
}

/** Kept for the statements in them. */
const imagesByTable = new WeakMap<Connection, WeakMap<CatalogTable, RowImages>>();

function imagesOf(connection: Connection, table: CatalogTable): RowImages {
  let byTable = imagesByTable.get(connection);
  if (byTable === undefined) imagesByTable.set(connection, (byTable = new WeakMap()));
  let images = byTable.get(table);
  if (images === undefined) byTable.set(table, (images = createRowImages(connection, table)));
  return images;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
