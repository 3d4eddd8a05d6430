import { readFileSync } from "node:fs";

import * as z from "zod";

const named = z.object({ id: z.int(), name: z.string() });

const Chinook = z.object({
  genres: z.array(named),
  artists: z.array(named),
  albums: z.array(z.object({ id: z.int(), title: z.string(), artistId: z.int() })),
  tracks: z.array(
    z.object({
      id: z.int(),
      name: z.string(),
      albumId: z.int(),
      genreId: z.int(),
      composer: z.string().nullish(),
      milliseconds: z.int(),
      priceCents: z.int(),
    }),
  ),
  invoices: z.array(
    z.object({
      id: z.int(),
      customerId: z.int(),
      date: z.string().length(10),
      city: z.string(),
      country: z.string(),
      totalCents: z.int(),
    }),
  ),
  invoiceLines: z.array(
    z.object({
      invoiceId: z.int(),
      trackId: z.int(),
      priceCents: z.int(),
      quantity: z.int(),
    }),
  ),
});

export type Chinook = z.output<typeof Chinook>;
export type ChinookTrack = Chinook["tracks"][number];

/** The catalogue that the shop sells, and what was sold of it before; see `data/NOTICE.md`. */
export function readChinook(): Chinook {
  const file = new URL("../../data/chinook.json", import.meta.url);
  return Chinook.parse(JSON.parse(readFileSync(file, "utf8")));
}
