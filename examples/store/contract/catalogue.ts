import { resource } from "servery";
import * as z from "zod";

/** A genre or an artist, and how many records the shop has of it. */
const Heading = z
  .object({ id: z.int(), name: z.string(), records: z.int() })
  .meta({ id: "Heading" });

const options = {
  access: "public",
  sort: ["name"],
  pageSize: 500,
  maxPageSize: 500,
  cache: { maxAgeSeconds: 300, staleWhileRevalidateSeconds: 3600, shared: true },
} as const;

export const genres = resource("genres", Heading, options);
export const artists = resource("artists", Heading, options);
