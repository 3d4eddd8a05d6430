import { type Format } from "../formats.ts";
import { toSearchText, toSortKey } from "../search.ts";
import { chance } from "./chance.ts";
import type { Chinook, ChinookTrack } from "./chinook.ts";
import { notes } from "./notes.ts";

/** The catalogue as the shop's rows. The same every time: nothing here is random. */
export function toRows(chinook: Chinook) {
  const tracksOf = Map.groupBy(chinook.tracks, (track) => track.albumId);
  const artistName = new Map(chinook.artists.map(({ id, name }) => [id, name]));
  const records = chinook.albums.map((album) =>
    toRecord(album, artistName.get(album.artistId) ?? "", tracksOf.get(album.id) ?? []),
  );
  return {
    genres: toHeadings(
      chinook.genres,
      records.map(({ genreId }) => genreId),
    ),
    artists: toHeadings(
      chinook.artists,
      records.map(({ artistId }) => artistId),
    ),
    records,
    tracks: [...tracksOf.values()].flatMap((tracks) => tracks.map(toTrack)),
  };
}

type Named = Chinook["genres"][number];

/** Those that have records, with how many. */
function toHeadings(all: readonly Named[], ofRecords: readonly number[]) {
  const counts = Map.groupBy(ofRecords, (id) => id);
  return all
    .map(({ id, name }) => ({ id, name, records: counts.get(id)?.length ?? 0 }))
    .filter(({ records }) => records > 0);
}

function toRecord(
  album: Chinook["albums"][number],
  artist: string,
  tracks: readonly ChinookTrack[],
) {
  const { id, title, artistId } = album;
  const format = formatOf(tracks);
  const place = notes.findIndex(([recordId]) => recordId === id);
  return {
    id,
    title,
    artistId,
    genreId: mostFrequentGenre(tracks),
    format,
    baseCents: basePriceOf(format, id),
    stock: stockOf(id),
    searchText: toSearchText(`${title} ${artist}`),
    titleKey: toSortKey(title),
    artistKey: toSortKey(artist),
    note: notes[place]?.[1] ?? null,
    featured: place === -1 ? chance(1000, "order", id) : 10_000 - place,
  };
}

function toTrack(track: ChinookTrack, index: number) {
  const { id, name, albumId, composer, milliseconds, priceCents } = track;
  return {
    id,
    recordId: albumId,
    position: index + 1,
    name,
    composer: composer ?? null,
    milliseconds,
    baseCents: priceCents,
  };
}

function formatOf(tracks: readonly ChinookTrack[]): Format {
  const minutes = tracks.reduce((sum, track) => sum + track.milliseconds, 0) / 60_000;
  if (minutes > 170) return "Box set";
  if (minutes > 64) return "Double LP";
  if (minutes > 18) return "LP";
  return minutes > 7.5 ? "10-inch" : "7-inch";
}

const cheapest: Record<Format, number> = {
  "7-inch": 750,
  "10-inch": 1250,
  LP: 1850,
  "Double LP": 2550,
  "Box set": 4900,
};

function basePriceOf(format: Format, id: number): number {
  return cheapest[format] + 50 * chance(10, "price", id);
}

/** What the shop looks after itself. */
const kept: Readonly<Record<number, number>> = { 124: 12, 157: 2, 299: 9 };

/** One record in eleven is sold out, one in six nearly so. */
function stockOf(id: number): number {
  const keeps = kept[id];
  if (keeps !== undefined) return keeps;
  const draw = chance(66, "stock", id);
  if (draw < 6) return 0;
  return draw < 17 ? 1 + (draw % 3) : 4 + chance(36, "shelf", id);
}

function mostFrequentGenre(tracks: readonly ChinookTrack[]): number {
  const counts = new Map<number, number>();
  for (const { genreId } of tracks) counts.set(genreId, (counts.get(genreId) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1] || a[0] - b[0])[0]?.[0] ?? 1;
}
