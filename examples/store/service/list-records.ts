import type { ArgumentsOf } from "servery";
import type { Db, Handler } from "servery/server";

import type { listRecords } from "../contract/records.ts";
import type { StoreTables } from "../tables.ts";
import { fromCursor, orders, type Position, toCursor } from "./list-cursor.ts";
import { openPriceBook } from "./price-book.ts";
import type { Buyer } from "./pricing/discounts.ts";
import { toSearchWords } from "./search.ts";
import { selectShelf, toSummary } from "./shelf.ts";

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
  const rows = await selectPage(selectMatching(db, input, book.buyer), input, after).execute();
  const { total } = await selectMatching(db, input, book.buyer)
    .select(({ fn }) => fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  const nextCursor = last === undefined ? null : toCursor(sort, { value: last[key], id: last.id });
  return { items: items.map((row) => toSummary(row, book)), total, nextCursor };
};

type Input = ArgumentsOf<typeof listRecords>;

/** One row more than the page has, to know whether another follows. */
function selectPage(
  matching: ReturnType<typeof selectMatching>,
  input: Input,
  after: Position | undefined,
) {
  const { key, direction } = orders[input.sort];
  return matching
    .selectAll()
    .$if(after !== undefined, (rest) =>
      rest.where((eb) =>
        eb.or([
          eb(key, direction === "asc" ? ">" : "<", after!.value),
          eb.and([eb(key, "=", after!.value), eb("id", ">", after!.id)]),
        ]),
      ),
    )
    .orderBy(key, direction)
    .orderBy("id")
    .limit(input.limit + 1);
}

function selectMatching(
  db: Db<StoreTables>,
  { search, genre, artist, inStock }: Input,
  buyer: Buyer,
) {
  let matching = selectShelf(db, buyer);
  for (const word of toSearchWords(search ?? ""))
    matching = matching.where("searchText", "like", `%${word}%`);
  if (genre !== undefined) matching = matching.where("genreId", "=", genre);
  if (artist !== undefined) matching = matching.where("artistId", "=", artist);
  if (inStock === true) matching = matching.where("stock", ">", 0);
  return matching;
}
