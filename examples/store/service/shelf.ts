import type { Db } from "servery/server";

import type { StoreTables } from "../tables.ts";
import { toAvailability } from "./availability.ts";
import { type PriceBook, priceRecord } from "./price-book.ts";
import type { Format } from "./formats.ts";

/** The records with the names of their artist and genre, to be read from as `shelf`. */
export function selectShelf(db: Db<StoreTables>) {
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
      .select(({ eb: e, selectFrom, val }) =>
        e(
          "records.baseCents",
          "*",
          e(
            val(10_000),
            "-",
            e.fn.coalesce(
              selectFrom("discounts")
                .select(({ fn }) => fn.max("discounts.basisPoints").as("best"))
                .where((w) =>
                  w.or([
                    w("discounts.recordId", "=", w.ref("records.id")),
                    w("discounts.genreId", "=", w.ref("records.genreId")),
                  ]),
                ),
              val(0),
            ),
          ),
        ).as("saleKey"),
      )
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
