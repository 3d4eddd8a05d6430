import { query } from "servery";
import * as z from "zod";

/** A genre or an artist, and how many records the shop has of it. */
const Heading = z.object({ id: z.int(), name: z.string(), records: z.int() }).meta({ id: "Heading" });
const headings = z.object({ items: z.array(Heading) });
const cache = { maxAgeSeconds: 300, staleWhileRevalidateSeconds: 3600, shared: true };

export const listGenres = query({
  path: "/genres",
  access: "public",
  summary: "The genres that have records, by name",
  output: headings,
  cache,
});

export const listArtists = query({
  path: "/artists",
  access: "public",
  summary: "The artists that have records, by name",
  output: headings,
  cache,
});
