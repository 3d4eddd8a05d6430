import { query } from "servery";
import * as z from "zod";

import { admin } from "../access.ts";
import { cents } from "../price.ts";

export const getSales = query({
  path: "/admin/sales",
  access: admin,
  summary: "What was sold by month, genre and country, in US dollars: the catalogue's own history",
  input: z.object({
    /** One year; without it all of them. */
    year: z.int().min(2000).max(2100).optional(),
  }),
  output: z.object({
    currency: z.string().length(3),
    /** The years that there are sales of, whatever was asked. */
    years: z.array(z.int()),
    totals: z.object({ cents, invoices: z.int(), tracks: z.int(), customers: z.int() }),
    /** In order, as `2021-01`. */
    months: z.array(z.object({ month: z.string(), cents, invoices: z.int() })),
    /** The highest first. */
    genres: z.array(z.object({ genre: z.string(), cents, tracks: z.int() })),
    countries: z.array(z.object({ country: z.string(), cents, invoices: z.int() })),
  }),
  examples: { input: { year: 2025 } },
});
