import { problem, query } from "servery";
import * as z from "zod";

import { pageSize, stockTold } from "./bounds.ts";
import { cents, Discount, Price, regionCode } from "./price.ts";

const named = z.object({ id: z.int(), name: z.string() });

/** How many copies there are, told up to a bound. */
const Availability = z
  .object({
    state: z.enum(["in_stock", "low_stock", "out_of_stock"]),
    available: z.int().min(0).max(stockTold),
    /** True when there are more than `available`. */
    more: z.boolean(),
  })
  .meta({ id: "Availability" });

const summary = {
  id: z.int(),
  title: z.string(),
  artist: named,
  genre: named,
  format: z.enum(["7-inch", "10-inch", "LP", "Double LP", "Box set"]),
  availability: Availability,
  price: Price,
};

const RecordSummary = z.object(summary).meta({ id: "RecordSummary" });

const RecordDetail = z
  .object({
    ...summary,
    trackCount: z.int(),
    milliseconds: z.int(),
    /** What the shop's people say of it. */
    note: z.string().nullable(),
    /** Every discount whose condition the record meets, best first, with the reason. */
    discounts: z.array(Discount),
    /** What members pay, where that is less than the price. */
    membersCents: cents.nullable(),
    shipping: z.object({
      regionName: z.string(),
      cents,
      freeFromCents: cents,
      delivery: z.string(),
    }),
  })
  .meta({ id: "RecordDetail" });

const unknownRegion = problem(422, "The shop does not deliver there");

export const listRecords = query({
  path: "/records",
  access: "public",
  summary: "Search, filter and sort the records, page by page",
  input: z.object({
    region: regionCode,
    /** Words of the title or the artist, in any order; accents do not matter. */
    search: z.string().max(100).optional(),
    genre: z.int().min(1).optional(),
    artist: z.int().min(1).optional(),
    inStock: z.boolean().optional(),
    sort: z.enum(["featured", "title", "artist", "price", "price_desc"]).default("featured"),
    limit: z.int().min(1).max(48).default(pageSize),
    /** The `nextCursor` of the page before, asked with the same other inputs. */
    cursor: z.string().max(500).optional(),
  }),
  output: z.object({
    items: z.array(RecordSummary),
    /** How many records match, on all pages. */
    total: z.int(),
    nextCursor: z.string().nullable(),
  }),
  problems: {
    unknown_region: unknownRegion,
    invalid_cursor: problem(422, "The cursor belongs to no such list"),
  },
  examples: { input: { region: "de", search: "cafezinho" } },
});

export const getRecord = query({
  path: "/records/:id",
  access: "public",
  summary:
    "One record: does it exist, is it in stock, which discounts apply, what does it cost there",
  input: z.object({ id: z.int().min(1), region: regionCode }),
  output: RecordDetail,
  problems: {
    not_found: problem(404, "There is no such record"),
    unknown_region: unknownRegion,
  },
  examples: { input: { id: 124, region: "de" } },
});

const Track = z
  .object({
    id: z.int(),
    name: z.string(),
    composer: z.string().nullable(),
    milliseconds: z.int(),
    price: Price,
  })
  .meta({ id: "Track" });

export const listTracks = query({
  path: "/records/:recordId/tracks",
  access: "public",
  summary: "The tracks of a record, each to be had as a download",
  input: z.object({ recordId: z.int().min(1), region: regionCode }),
  output: z.object({ items: z.array(Track) }),
  problems: {
    not_found: problem(404, "There is no such record"),
    unknown_region: unknownRegion,
  },
  examples: { input: { recordId: 124, region: "de" } },
});
