import { divideHalfUp, whole } from "./rounding.ts";

/** The price rules of a destination, as the table `regions` holds them. */
export interface PriceRules {
  readonly currency: string;
  /** How many basis points of the currency's cent the price list asks for one base cent. */
  readonly rateBasisPoints: number;
  readonly taxName: string;
  readonly taxBasisPoints: number;
  /** Whether prices are shown with the tax in them, as the region's law or habit has it. */
  readonly taxIncluded: boolean;
  /** Prices are a multiple of this. */
  readonly roundToCents: number;
}

export interface RegionalPrice {
  readonly currency: string;
  readonly listCents: number;
  readonly cents: number;
  readonly taxName: string;
  readonly taxBasisPoints: number;
  readonly taxIncluded: boolean;
}

/**
 * What a thing costs in a region: base price × rate × tax (where prices include it) × what a
 * discount leaves, exactly, and then **rounded once**: to the nearest multiple of the region's step,
 * halves up, but never below one step. One rounding keeps the order of prices the same everywhere.
 */
export function toRegionalPrice(
  baseCents: number,
  rules: PriceRules,
  discountBasisPoints: number,
): RegionalPrice {
  const { currency, taxName, taxBasisPoints, taxIncluded } = rules;
  const listCents = priceAt(baseCents, rules, 0);
  const cents = priceAt(baseCents, rules, discountBasisPoints);
  return { currency, listCents, cents, taxName, taxBasisPoints, taxIncluded };
}

function priceAt(baseCents: number, rules: PriceRules, discountBasisPoints: number): number {
  const tax = rules.taxIncluded ? whole + rules.taxBasisPoints : whole;
  const factors = [baseCents, rules.rateBasisPoints, tax, whole - discountBasisPoints];
  const numerator = factors.reduce((product, factor) => product * BigInt(factor), 1n);
  const step = BigInt(rules.roundToCents);
  const steps = divideHalfUp(numerator, BigInt(whole) ** 3n * step);
  return Math.max(steps, 1) * rules.roundToCents;
}
