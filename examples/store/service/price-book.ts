import type { Db } from "servery/server";

import type { StoreTables } from "../tables.ts";
import { discountBasisPoints, type DiscountRule, discountsOf } from "./pricing/discounts.ts";
import { type PriceRules, type RegionalPrice, toRegionalPrice } from "./pricing/regional-price.ts";
import type { ShippingRules } from "./pricing/totals.ts";

/** A destination as its table has it. */
export interface RegionRules extends PriceRules, ShippingRules {
  readonly code: string;
  readonly name: string;
  readonly delivery: string;
}

/** All that prices depend on, read once for each request. */
export interface PriceBook {
  readonly region: RegionRules;
  readonly discounts: readonly DiscountRule[];
}

/** Reads the price rules of a region; `undefined` when the shop does not deliver there. */
export async function openPriceBook(
  db: Db<StoreTables>,
  code: string,
): Promise<PriceBook | undefined> {
  const region = await db
    .selectFrom("regions")
    .selectAll()
    .where("code", "=", code)
    .executeTakeFirst();
  if (region === undefined) return undefined;
  return { region, discounts: await db.selectFrom("discounts").selectAll().execute() };
}

interface PricedRecord {
  readonly id: number;
  readonly genreId: number;
  readonly baseCents: number;
}

/** A record's price in the book's region, and the discounts whose condition it meets. */
export function priceRecord(record: PricedRecord, { region, discounts }: PriceBook) {
  const met = discountsOf(record, discounts);
  return {
    price: toRegionalPrice(record.baseCents, region, discountBasisPoints(met)),
    discounts: met,
  };
}

/** A download's price in the book's region. No discount is on downloads. */
export function priceTrack(track: { readonly baseCents: number }, book: PriceBook): RegionalPrice {
  return toRegionalPrice(track.baseCents, book.region, 0);
}
