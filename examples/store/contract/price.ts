import * as z from "zod";

/** A destination, by its ISO 3166 code in lower case. That it exists, the service checks. */
export const regionCode = z
  .string()
  .regex(/^[a-z]{2}$/)
  .meta({
    description: "The destination: an ISO 3166 country code in lower case",
    examples: ["de"],
  });

/** A whole number of the currency's hundredths. */
export const cents = z.int().min(0);

/** What one copy costs in one region. */
export const Price = z
  .object({
    currency: z.string().length(3),
    /** Before any discount. */
    listCents: cents,
    /** What is asked. */
    cents,
    taxName: z.string(),
    taxBasisPoints: z.int(),
    /** Whether the prices include the tax; otherwise the order adds it. */
    taxIncluded: z.boolean(),
  })
  .meta({ id: "Price" });

/** A discount that a record meets the condition of. */
export const Discount = z
  .object({
    code: z.string(),
    name: z.string(),
    reason: z.string(),
    basisPoints: z.int(),
    /** Discounts do not add up: the best one is applied. */
    applied: z.boolean(),
  })
  .meta({ id: "Discount" });
