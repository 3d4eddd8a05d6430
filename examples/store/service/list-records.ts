import type { Handler } from "servery/server";

import type { listRecords } from "../contract/records.ts";
import type { StoreTables } from "../tables.ts";
import { fromCursor, orders, toCursor } from "./list-cursor.ts";
import { countMatching, findPlaces } from "./list-places.ts";
import { openPriceBook } from "./price-book.ts";
import { findOnShelf, toSummary } from "./shelf.ts";

export const listRecordsHandler: Handler<typeof listRecords, StoreTables> = async ({
  input,
  db,
  fail,
  user,
}) => {
  const { sort, limit, cursor } = input;
  const book = await openPriceBook(db, input.region, user);
  if (book === undefined) throw fail("unknown_region");
  const after = cursor === undefined ? undefined : fromCursor(cursor, sort);
  if (cursor !== undefined && after === undefined) throw fail("invalid_cursor");

  const { key } = orders[sort];
  const places = await findPlaces(db, input, book.buyer, after);
  const shown = places.slice(0, limit);
  const last = places.length > limit ? shown.at(-1) : undefined;
  const rows = await findOnShelf(
    db,
    shown.map(({ id }) => id),
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return {
    items: shown.map(({ id }) => toSummary(byId.get(id)!, book)),
    total: await countMatching(db, input),
    nextCursor: last === undefined ? null : toCursor(sort, { value: last[key], id: last.id }),
  };
};
