import { problem, query } from "servery";
import * as z from "zod";

import { mostCopies, mostLines } from "./bounds.ts";
import { cents, regionCode } from "./price.ts";

/** Something wanted: copies of a record, or a track as a download. */
export const WantedLine = z
  .discriminatedUnion("kind", [
    z.object({
      kind: z.literal("record"),
      id: z.int().min(1),
      quantity: z.int().min(1).max(mostCopies),
    }),
    z.object({ kind: z.literal("track"), id: z.int().min(1) }),
  ])
  .meta({ id: "WantedLine" });

export const wantedLines = z.array(WantedLine).min(1).max(mostLines);

/** A line with its price. */
export const PricedLine = z
  .object({
    kind: z.enum(["record", "track"]),
    id: z.int(),
    /** The record's own id, or that of the record on which the track is. */
    recordId: z.int(),
    recordTitle: z.string(),
    genre: z.string(),
    /** The record's title, or the track's. */
    title: z.string(),
    artist: z.string(),
    quantity: z.int(),
    unitListCents: cents,
    unitCents: cents,
    totalCents: cents,
  })
  .meta({ id: "PricedLine" });

/** What a whole cart comes to. With the tax included, `taxCents` is a part of the total, else added to it. */
export const Totals = z
  .object({
    currency: z.string().length(3),
    itemsCents: cents,
    discount: z
      .object({ code: z.string(), name: z.string(), reason: z.string(), cents })
      .nullable(),
    shippingCents: cents,
    taxName: z.string(),
    taxBasisPoints: z.int(),
    taxIncluded: z.boolean(),
    taxCents: cents,
    totalCents: cents,
  })
  .meta({ id: "Totals" });

const QuotedLine = z.object({
  ...PricedLine.shape,
  /** Copies that can be had now, told up to what may be ordered at once; a download never runs out. */
  available: z.int(),
});

export const quoteCart = query({
  path: "/cart/quote",
  method: "POST",
  access: "public",
  summary: "What a cart comes to in a region, and what of it is short",
  input: z.object({ region: regionCode, lines: wantedLines }),
  output: z.object({
    lines: z.array(QuotedLine),
    /** Lines that the shop does not know, or no longer. They are not in the totals. */
    unknown: z.array(z.object({ kind: z.enum(["record", "track"]), id: z.int() })),
    totals: Totals,
    /** What is still missing for free shipping; 0 when it is free already or nothing is shipped. */
    untilFreeShippingCents: cents,
    /** Whether anything is sent by post, so that an address is needed. */
    ships: z.boolean(),
  }),
  problems: { unknown_region: problem(422, "The shop does not deliver there") },
  examples: { input: { region: "de", lines: [{ kind: "record", id: 124, quantity: 1 }] } },
});
