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
});

export type Chinook = z.output<typeof Chinook>;
export type ChinookTrack = Chinook["tracks"][number];

/** The catalogue that the shop sells; see `data/NOTICE.md`. */
export function readChinook(): Chinook {
  const file = new URL("../../data/chinook.json", import.meta.url);
  return Chinook.parse(JSON.parse(readFileSync(file, "utf8")));
}
