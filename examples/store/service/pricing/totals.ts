import { cartDiscount, type DiscountRule } from "./discounts.ts";
import type { PriceRules } from "./regional-price.ts";
import { includedTax, shareOf } from "./rounding.ts";

/** What a destination asks for the post, as the table `regions` holds it. */
export interface ShippingRules {
  readonly shippingCents: number;
  readonly freeShippingFromCents: number;
}

interface TotalledLine {
  readonly kind: "record" | "track";
  readonly quantity: number;
  readonly totalCents: number;
}

export interface CartTotals {
  readonly currency: string;
  readonly itemsCents: number;
  readonly discount: {
    readonly code: string;
    readonly name: string;
    readonly reason: string;
    readonly cents: number;
  } | null;
  readonly shippingCents: number;
  readonly taxName: string;
  readonly taxBasisPoints: number;
  readonly taxIncluded: boolean;
  readonly taxCents: number;
  readonly totalCents: number;
}

/**
 * What a cart comes to. The cart's discount is on the records alone, not on downloads; shipping is
 * free from what is left; the tax is taken once, on goods and shipping together. Each of these is
 * rounded to the cent, halves up.
 */
export function toTotals(
  lines: readonly TotalledLine[],
  region: PriceRules & ShippingRules,
  rules: readonly DiscountRule[],
): CartTotals {
  const itemsCents = sum(lines);
  const discount = discountOn(lines, rules);
  const goodsCents = itemsCents - (discount?.cents ?? 0);
  const shippingCents = untilFreeShipping(lines, goodsCents, region) > 0 ? region.shippingCents : 0;
  const { currency, taxName, taxBasisPoints, taxIncluded } = region;
  const subtotal = goodsCents + shippingCents;
  const taxCents = (taxIncluded ? includedTax : shareOf)(subtotal, taxBasisPoints);
  const totalCents = taxIncluded ? subtotal : subtotal + taxCents;
  return {
    currency,
    itemsCents,
    discount,
    shippingCents,
    taxName,
    taxBasisPoints,
    taxIncluded,
    taxCents,
    totalCents,
  };
}

/** What is missing until nothing is asked for the post: 0 when nothing is shipped. */
export function untilFreeShipping(
  lines: readonly TotalledLine[],
  goodsCents: number,
  region: ShippingRules,
): number {
  if (!lines.some((line) => line.kind === "record")) return 0;
  return Math.max(region.freeShippingFromCents - goodsCents, 0);
}

function discountOn(
  lines: readonly TotalledLine[],
  rules: readonly DiscountRule[],
): CartTotals["discount"] {
  const records = lines.filter((line) => line.kind === "record");
  const copies = records.reduce((count, line) => count + line.quantity, 0);
  const rule = cartDiscount(copies, rules);
  if (rule === undefined) return null;
  const { code, name, reason } = rule;
  return { code, name, reason, cents: shareOf(sum(records), rule.basisPoints) };
}

function sum(lines: readonly TotalledLine[]): number {
  return lines.reduce((total, line) => total + line.totalCents, 0);
}
