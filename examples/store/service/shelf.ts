import type { Db } from "servery/server";

import type { StoreTables } from "../tables.ts";
import { toAvailability } from "./availability.ts";
import type { Format } from "./formats.ts";
import { type PriceBook, priceRecord } from "./price-book.ts";

/**
 * What the shelf says of these records, in no order. They are named by their keys, in the statement that reads
 * their stock: a copy that is sold is news to those who look at that record, and to nobody else.
 */
export function findOnShelf(db: Db<StoreTables>, ids: readonly number[]) {
  return db
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
      "artists.name as artist",
      "genres.name as genre",
    ])
    .where("records.id", "in", ids)
    .execute();
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
