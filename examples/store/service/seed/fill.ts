import type { Db } from "servery/server";

import type { StoreTables } from "../../tables.ts";
import { type Chinook, readChinook } from "./chinook.ts";
import { discountRows } from "./discounts.ts";
import { regionRows } from "./regions.ts";
import { toInvoiceLines } from "./invoice-lines.ts";
import { toRows } from "./rows.ts";

/**
 * Puts on the shelves what is not there yet: all of it in a new shop, and in one that was opened by an
 * earlier version what has come since. Says how many records there are, and whether they are new.
 */
export async function fillShelves(
  db: Db<StoreTables>,
): Promise<{ records: number; isNew: boolean }> {
  const before = await countRows(db, "records");
  const chinook = readChinook();
  if (before === 0) await fillCatalogue(db, chinook);
  await db
    .insertInto("discounts")
    .values(discountRows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  if ((await countRows(db, "invoices")) === 0) await fillHistory(db, chinook);
  return { records: before === 0 ? chinook.albums.length : before, isNew: before === 0 };
}

async function fillCatalogue(db: Db<StoreTables>, chinook: Chinook): Promise<void> {
  const rows = toRows(chinook);
  await db.insertInto("regions").values(regionRows).execute();
  await db.insertInto("genres").values(rows.genres).execute();
  await db.insertInto("artists").values(rows.artists).execute();
  await db.insertInto("records").values(rows.records).execute();
  for (const tracks of inPortions(rows.tracks))
    await db.insertInto("tracks").values(tracks).execute();
}

async function fillHistory(db: Db<StoreTables>, chinook: Chinook): Promise<void> {
  await db.insertInto("invoices").values(chinook.invoices).execute();
  for (const lines of inPortions(toInvoiceLines(chinook)))
    await db.insertInto("invoiceLines").values(lines).execute();
}

async function countRows(db: Db<StoreTables>, table: "records" | "invoices"): Promise<number> {
  const { count } = await db
    .selectFrom(table)
    .select(({ fn }) => fn.countAll<number>().as("count"))
    .executeTakeFirstOrThrow();
  return count;
}

/** A statement takes so many values and no more. */
function* inPortions<Row>(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += 500) yield rows.slice(at, at + 500);
}
