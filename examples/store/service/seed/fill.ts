import type { Db } from "servery/server";

import type { StoreTables } from "../../tables.ts";
import { readChinook } from "./chinook.ts";
import { discountRows } from "./discounts.ts";
import { regionRows } from "./regions.ts";
import { toRows } from "./rows.ts";

/** Puts the catalogue on empty shelves. Says how many records there are, and whether they are new. */
export async function fillShelves(
  db: Db<StoreTables>,
): Promise<{ records: number; isNew: boolean }> {
  const { records } = await db
    .selectFrom("records")
    .select(({ fn }) => fn.countAll<number>().as("records"))
    .executeTakeFirstOrThrow();
  if (records > 0) return { records, isNew: false };
  const rows = toRows(readChinook());
  await db.insertInto("regions").values(regionRows).execute();
  await db.insertInto("genres").values(rows.genres).execute();
  await db.insertInto("artists").values(rows.artists).execute();
  await db.insertInto("records").values(rows.records).execute();
  for (let at = 0; at < rows.tracks.length; at += 500)
    await db
      .insertInto("tracks")
      .values(rows.tracks.slice(at, at + 500))
      .execute();
  await db.insertInto("discounts").values(discountRows).execute();
  return { records: rows.records.length, isNew: true };
}
