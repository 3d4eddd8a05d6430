import { query } from "servery";
import * as z from "zod";

import { cents, regionCode } from "./price.ts";

export const Region = z
  .object({
    code: regionCode,
    name: z.string(),
    currency: z.string().length(3),
    taxName: z.string(),
    taxBasisPoints: z.int(),
    taxIncluded: z.boolean(),
    shippingCents: cents,
    freeShippingFromCents: cents,
    delivery: z.string(),
  })
  .meta({ id: "Region" });

export const listRegions = query({
  path: "/regions",
  access: "public",
  summary: "Where the shop delivers to, and on which terms",
  output: z.object({ items: z.array(Region) }),
  cache: { maxAgeSeconds: 300, staleWhileRevalidateSeconds: 3600, shared: true },
});
