import { mutation, problem, query } from "servery";
import * as z from "zod";

import { admin } from "../access.ts";
import { shelfPageSize } from "../bounds.ts";

const most = 1_000_000;
const stock = z.int().min(0).max(most);
const baseCents = z.int().min(1).max(most);
const note = z.string().trim().min(1).max(500).nullable();

/** A record as the shop's people see it. */
const Product = z
  .object({
    id: z.int(),
    title: z.string(),
    artist: z.string(),
    genre: z.string(),
    format: z.string(),
    /** Whole euro cents without tax: what all prices are made of. */
    baseCents,
    stock,
    note,
    /** Counts changes: a sold copy, too, is one. */
    version: z.int(),
  })
  .meta({ id: "Product" });

export const listProducts = query({
  path: "/admin/products",
  access: admin,
  summary: "The shelves: search by words of title and artist",
  input: z.object({
    search: z.string().max(100).optional(),
    /** At most so many copies left: what is running out. */
    stockAtMost: z.int().min(0).optional(),
    limit: z.int().min(1).max(100).default(shelfPageSize),
    /** The `nextCursor` of the page before, asked with the same other inputs. */
    cursor: z.string().max(500).optional(),
  }),
  output: z.object({
    items: z.array(Product),
    total: z.int(),
    nextCursor: z.string().nullable(),
  }),
  problems: { invalid_cursor: problem(422, "The cursor belongs to no such list") },
});

export const updateProduct = mutation({
  path: "/admin/products/:id",
  method: "PATCH",
  access: admin,
  summary: "Change stock, price or note of the record as it was when one saw it",
  input: z.object({
    id: z.int().min(1),
    /** The version that was seen. Another one changes nothing. */
    version: z.int().min(0),
    stock: stock.optional(),
    baseCents: baseCents.optional(),
    note: note.optional(),
  }),
  output: Product,
  problems: {
    not_found: problem(404, "There is no such record"),
    stale: problem(409, "Somebody changed or bought it meanwhile", z.object({ current: Product })),
  },
  examples: { input: { id: 124, version: 0, stock: 12 } },
});
