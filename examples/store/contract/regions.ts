import { resource } from "servery";
import * as z from "zod";

import { cents, regionCode } from "./price.ts";

/** Where the shop delivers to, and on which terms. How prices are made stays in the kitchen. */
const Region = z
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

export const regions = resource("regions", Region, {
  key: "code",
  access: "public",
  sort: ["name"],
  pageSize: 100,
  cache: { maxAgeSeconds: 300, staleWhileRevalidateSeconds: 3600, shared: true },
});
