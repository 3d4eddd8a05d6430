import { id, integer, ref, table, text } from "servery/server";

import { formats } from "../service/formats.ts";
import { window } from "./policies.ts";

/** With how many records there are of it, as the contract's resource has it. */
const heading = {
  id: id({ type: "integer" }),
  name: text({ unique: true }),
  records: integer({ check: "@ > 0" }),
};

export const genres = table("genres", heading, { policy: window });
export const artists = table("artists", heading, { policy: window });

/** Albums, as things on a shelf. Money is in base cents: whole euro cents without tax. */
export const records = table(
  "records",
  {
    id: id({ type: "integer" }),
    title: text(),
    artistId: ref(() => artists),
    genreId: ref(() => genres),
    format: text({ values: formats }),
    baseCents: integer({ check: "@ > 0" }),
    stock: integer({ check: "@ >= 0" }),
    /** Title and artist in lower case without accents, for searching; see `service/search.ts`. */
    searchText: text(),
    /** Title and artist as they are sorted: folded, without a leading article. */
    titleKey: text(),
    artistKey: text(),
    /** What the shop's people say of it; records with a note come first. */
    note: text({ nullable: true }),
    featured: integer({ default: 0 }),
    /** Counts changes, so that nobody edits what they have not seen. */
    version: integer({ default: 0 }),
  },
  {
    policy: window,
    indexes: [
      ["artistId"],
      ["genreId"],
      ["titleKey", "id"],
      ["artistKey", "id"],
      ["featured", "id"],
    ],
  },
);

/** Songs, as downloads: these never run out. */
export const tracks = table(
  "tracks",
  {
    id: id({ type: "integer" }),
    recordId: ref(() => records),
    position: integer(),
    name: text(),
    composer: text({ nullable: true }),
    milliseconds: integer(),
    baseCents: integer({ check: "@ > 0" }),
  },
  { policy: window, uniques: [["recordId", "position"]] },
);
