import { boolean, integer, ref, table, text } from "servery/server";

import { genres, records } from "./catalogue.ts";
import { window } from "./policies.ts";

/** Where the shop delivers to, and the price rules of `service/pricing/`. */
export const regions = table(
  "regions",
  {
    code: text(),
    name: text({ unique: true }),
    currency: text({ check: "length(@) = 3" }),
    rateBasisPoints: integer({ check: "@ > 0" }),
    taxName: text(),
    taxBasisPoints: integer({ check: "@ BETWEEN 0 AND 10000" }),
    taxIncluded: boolean(),
    roundToCents: integer({ check: "@ > 0" }),
    shippingCents: integer({ check: "@ >= 0" }),
    freeShippingFromCents: integer({ check: "@ >= 0" }),
    delivery: text(),
  },
  { policy: window, primaryKey: ["code"] },
);

export const discounts = table(
  "discounts",
  {
    code: text(),
    name: text(),
    reason: text(),
    kind: text({ values: ["genre", "record", "cart", "members"] }),
    genreId: ref(() => genres, { nullable: true }),
    recordId: ref(() => records, { nullable: true }),
    fromCopies: integer({ nullable: true }),
    basisPoints: integer({ check: "@ BETWEEN 1 AND 9000" }),
  },
  {
    policy: window,
    primaryKey: ["code"],
    indexes: [["genreId"], ["recordId"]],
    checks: [
      "(kind = 'genre') = (genreId IS NOT NULL)",
      "(kind = 'record') = (recordId IS NOT NULL)",
      "(kind = 'cart') = (fromCopies IS NOT NULL)",
    ],
  },
);
