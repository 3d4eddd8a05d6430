import type * as z from "zod";
import type { Db } from "servery/server";

import type { PricedLine, WantedLine } from "../contract/cart.ts";
import type { StoreTables } from "../tables.ts";
import { type PriceBook, priceRecord, priceTrack } from "./price-book.ts";
import type { RegionalPrice } from "./pricing/regional-price.ts";

type Wanted = z.output<typeof WantedLine>;
type Priced = z.output<typeof PricedLine>;

/** A priced line, and of how many copies there is a stock; `undefined` for what never runs out. */
export interface CartLine {
  readonly line: Priced;
  readonly stock: number | undefined;
}

export interface CartLines {
  readonly lines: readonly CartLine[];
  readonly unknown: readonly { readonly kind: Wanted["kind"]; readonly id: number }[];
}

/** The same thing named twice becomes one line: copies add up, a download is bought once. */
export function mergeLines(lines: readonly Wanted[]): readonly Wanted[] {
  const merged = new Map<string, Wanted>();
  for (const line of lines) {
    const key = `${line.kind} ${line.id}`;
    const before = merged.get(key);
    const adds = before?.kind === "record" && line.kind === "record";
    merged.set(key, adds ? { ...before, quantity: before.quantity + line.quantity } : line);
  }
  return [...merged.values()];
}

/** Looks up and prices what is wanted, in its order. */
export async function priceLines(
  db: Db<StoreTables>,
  wanted: readonly Wanted[],
  book: PriceBook,
): Promise<CartLines> {
  const records = new Map(
    (await findRecords(db, idsOf(wanted, "record"))).map((row) => [row.id, row]),
  );
  const tracks = new Map(
    (await findTracks(db, idsOf(wanted, "track"))).map((row) => [row.id, row]),
  );
  const lines: CartLine[] = [];
  const unknown: { kind: Wanted["kind"]; id: number }[] = [];
  for (const want of wanted) {
    const record = want.kind === "record" ? records.get(want.id) : undefined;
    const track = want.kind === "track" ? tracks.get(want.id) : undefined;
    if (want.kind === "record" && record !== undefined)
      lines.push({ line: toRecordLine(record, want.quantity, book), stock: record.stock });
    else if (track !== undefined) lines.push({ line: toTrackLine(track, book), stock: undefined });
    else unknown.push({ kind: want.kind, id: want.id });
  }
  return { lines, unknown };
}

type RecordRow = Awaited<ReturnType<typeof findRecords>>[number];
type TrackRow = Awaited<ReturnType<typeof findTracks>>[number];

function toRecordLine(record: RecordRow, quantity: number, book: PriceBook): Priced {
  const { id, title, artist, genre } = record;
  const { price } = priceRecord(record, book);
  const about = { title, recordTitle: title, artist, genre };
  return { kind: "record", id, recordId: id, ...about, ...multiply(price, quantity) };
}

function toTrackLine(track: TrackRow, book: PriceBook): Priced {
  const { id, recordId, name, recordTitle, artist, genre } = track;
  const about = { title: name, recordTitle, artist, genre };
  return { kind: "track", id, recordId, ...about, ...multiply(priceTrack(track, book), 1) };
}

function multiply({ listCents, cents }: RegionalPrice, quantity: number) {
  return { quantity, unitListCents: listCents, unitCents: cents, totalCents: cents * quantity };
}

function idsOf(wanted: readonly Wanted[], kind: Wanted["kind"]): number[] {
  return wanted.filter((want) => want.kind === kind).map(({ id }) => id);
}

function findRecords(db: Db<StoreTables>, ids: number[]) {
  return db
    .selectFrom("records")
    .innerJoin("artists", "artists.id", "records.artistId")
    .innerJoin("genres", "genres.id", "records.genreId")
    .select(["records.id", "title", "genreId", "baseCents", "stock"])
    .select(["artists.name as artist", "genres.name as genre"])
    .where("records.id", "in", ids)
    .execute();
}

function findTracks(db: Db<StoreTables>, ids: number[]) {
  return db
    .selectFrom("tracks")
    .innerJoin("records", "records.id", "tracks.recordId")
    .innerJoin("artists", "artists.id", "records.artistId")
    .innerJoin("genres", "genres.id", "records.genreId")
    .select([
      "tracks.id",
      "recordId",
      "tracks.name",
      "tracks.baseCents",
      "records.title as recordTitle",
    ])
    .select(["artists.name as artist", "genres.name as genre"])
    .where("tracks.id", "in", ids)
    .execute();
}
