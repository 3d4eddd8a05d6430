import type { Handler } from "servery/server";

import type { listTracks } from "../contract/records.ts";
import type { StoreTables } from "../tables.ts";
import { openPriceBook, priceTrack } from "./price-book.ts";

export const listTracksHandler: Handler<typeof listTracks, StoreTables> = async ({
  input,
  db,
  fail,
  user,
}) => {
  const book = await openPriceBook(db, input.region, user);
  if (book === undefined) throw fail("unknown_region");
  const rows = await db
    .selectFrom("tracks")
    .selectAll()
    .where("recordId", "=", input.recordId)
    .orderBy("position")
    .execute();
  // No record is without tracks.
  if (rows.length === 0) throw fail("not_found");
  return {
    items: rows.map((row) => ({
      id: row.id,
      name: row.name,
      composer: row.composer,
      milliseconds: row.milliseconds,
      price: priceTrack(row, book),
    })),
  };
};
