import type { Handler } from "servery/server";

import type { getRecord } from "../contract/records.ts";
import type { StoreTables } from "../tables.ts";
import { membersCentsOf, openPriceBook, priceRecord } from "./price-book.ts";
import { findOnShelf, toSummary } from "./shelf.ts";

export const getRecordHandler: Handler<typeof getRecord, StoreTables> = async ({
  input,
  db,
  fail,
  user,
}) => {
  const book = await openPriceBook(db, input.region, user);
  if (book === undefined) throw fail("unknown_region");
  const [row] = await findOnShelf(db, [input.id]);
  if (row === undefined) throw fail("not_found");
  const played = await db
    .selectFrom("tracks")
    .select(({ fn }) => [
      fn.countAll<number>().as("trackCount"),
      fn.sum<number>("milliseconds").as("milliseconds"),
    ])
    .where("recordId", "=", row.id)
    .executeTakeFirstOrThrow();
  const { name, shippingCents, freeShippingFromCents, delivery } = book.region;
  return {
    ...toSummary(row, book),
    trackCount: played.trackCount,
    milliseconds: played.milliseconds ?? 0,
    note: row.note,
    discounts: [...priceRecord(row, book).discounts],
    membersCents: membersCentsOf(row, book),
    shipping: {
      regionName: name,
      cents: shippingCents,
      freeFromCents: freeShippingFromCents,
      delivery,
    },
  };
};
