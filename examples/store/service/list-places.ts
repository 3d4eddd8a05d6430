import type { ArgumentsOf } from "servery";
import type { Db } from "servery/server";

import type { listRecords } from "../contract/records.ts";
import type { StoreTables } from "../tables.ts";
import { orders, type Position } from "./list-cursor.ts";
import type { Buyer } from "./pricing/discounts.ts";
import { toSearchWords } from "./search.ts";

type Input = ArgumentsOf<typeof listRecords>;

/** How many records the input asks for, on all pages. */
export async function countMatching(db: Db<StoreTables>, input: Input): Promise<number> {
  const { total } = await selectMatching(db, input)
    .select(({ fn }) => fn.countAll<number>().as("total"))
    .executeTakeFirstOrThrow();
  return total;
}

/**
 * Which records stand on a page, in their order, and one more, to know whether another page follows. What is told
 * of them is not read here: a copy that is sold moves none of them.
 */
export function findPlaces(
  db: Db<StoreTables>,
  input: Input,
  buyer: Buyer,
  after: Position | undefined,
) {
  const { key, direction } = orders[input.sort];
  return db
    .selectFrom(selectKeys(db, input, buyer).as("places"))
    .select(["id", key])
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
    .limit(input.limit + 1)
    .execute();
}

function selectMatching(db: Db<StoreTables>, { search, genre, artist, inStock }: Input) {
  let matching = db.selectFrom("records");
  for (const word of toSearchWords(search ?? ""))
    matching = matching.where("searchText", "like", `%${word}%`);
  if (genre !== undefined) matching = matching.where("genreId", "=", genre);
  if (artist !== undefined) matching = matching.where("artistId", "=", artist);
  if (inStock === true) matching = matching.where("stock", ">", 0);
  return matching;
}

/** With all that a list may be ordered by. */
function selectKeys(db: Db<StoreTables>, input: Input, { isMember }: Buyer) {
  return (
    selectMatching(db, input)
      .select(["records.id", "featured", "titleKey", "artistKey"])
      // The base price after the best discount, in hundredths of a basis point: it sorts as prices do.
      .select(({ eb: of, parens, selectFrom, val }) => {
        const best = selectFrom("discounts")
          .select(({ fn }) => fn.max("discounts.basisPoints").as("best"))
          .where((discount) =>
            discount.or([
              discount("discounts.recordId", "=", discount.ref("records.id")),
              discount("discounts.genreId", "=", discount.ref("records.genreId")),
              ...(isMember ? [discount("discounts.kind", "=", "members")] : []),
            ]),
          );
        const left = parens(of(val(10_000), "-", of.fn.coalesce(best, val(0))));
        return of("records.baseCents", "*", left).as("saleKey");
      })
  );
}
