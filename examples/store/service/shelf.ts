import type { Db } from "servery/server";

import type { StoreTables } from "../tables.ts";
import { toAvailability } from "./availability.ts";
import { type PriceBook, priceRecord } from "./price-book.ts";
import type { Format } from "./formats.ts";
import type { Buyer } from "./pricing/discounts.ts";

/** The records with the names of their artist and genre, to be read from as `shelf`. */
export function selectShelf(db: Db<StoreTables>, { isMember }: Buyer) {
  return db.selectFrom((eb) =>
    eb
      .selectFrom("records")
      .innerJoin("artists", "artists.id", "records.artistId")
      .innerJoin("genres", "genres.id", "records.genreId")
      .select([
        "records.id",
        "records.title",
        "records.artistId",
        "records.genreId",
        "records.format",
        "records.baseCents",
        "records.stock",
        "records.note",
        "records.searchText",
        "records.titleKey",
        "records.artistKey",
        "records.featured",
        "artists.name as artist",
        "genres.name as genre",
      ])
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
      .as("shelf"),
  );
}

/** What of a row on the shelf makes a summary. */
export interface ShelfRow {
  readonly id: number;
  readonly title: string;
  readonly artistId: number;
  readonly artist: string;
  readonly genreId: number;
  readonly genre: string;
  readonly format: Format;
  readonly baseCents: number;
  readonly stock: number;
}

/** A record as lists show it. */
export function toSummary(row: ShelfRow, book: PriceBook) {
  const { id, title, format } = row;
  return {
    id,
    title,
    artist: { id: row.artistId, name: row.artist },
    genre: { id: row.genreId, name: row.genre },
    format,
    availability: toAvailability(row.stock),
    price: priceRecord(row, book).price,
  };
}
