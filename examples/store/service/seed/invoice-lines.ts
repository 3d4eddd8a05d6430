import type { Chinook } from "./chinook.ts";

/** What was sold, with the genre as it was sold under: the catalogue has one for each track. */
export function toInvoiceLines({ invoiceLines, tracks, genres }: Chinook) {
  const nameOf = new Map(genres.map(({ id, name }) => [id, name]));
  const genreOf = new Map(tracks.map(({ id, genreId }) => [id, nameOf.get(genreId)]));
  return invoiceLines.map((line, index) => ({
    id: index + 1,
    ...line,
    genre: genreOf.get(line.trackId) ?? "Unknown",
  }));
}
