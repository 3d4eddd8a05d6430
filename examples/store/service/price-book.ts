import type { CurrentUser, Db } from "servery/server";

import { members } from "../contract/access.ts";
import type { StoreTables } from "../tables.ts";
import {
  type Buyer,
  discountBasisPoints,
  type DiscountRule,
  discountsOf,
} from "./pricing/discounts.ts";
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
  readonly buyer: Buyer;
}

/** Reads the price rules of a region for whoever asks; `undefined` when the shop does not deliver there. */
export async function openPriceBook(
  db: Db<StoreTables>,
  code: string,
  user: CurrentUser | undefined,
): Promise<PriceBook | undefined> {
  const region = await db
    .selectFrom("regions")
    .selectAll()
    .where("code", "=", code)
    .executeTakeFirst();
  if (region === undefined) return undefined;
  const discounts = await db.selectFrom("discounts").selectAll().execute();
  return { region, discounts, buyer: { isMember: user?.has(members) ?? false } };
}

interface PricedRecord {
  readonly id: number;
  readonly genreId: number;
  readonly baseCents: number;
}

/** A record's price in the book's region, and the discounts whose condition it meets. */
export function priceRecord(record: PricedRecord, { region, discounts, buyer }: PriceBook) {
  const met = discountsOf(record, discounts, buyer);
  return {
    price: toRegionalPrice(record.baseCents, region, discountBasisPoints(met)),
    discounts: met,
  };
}

/** What a member would pay for it, where that is less than what is asked of the book's buyer. */
export function membersCentsOf(record: PricedRecord, book: PriceBook): number | null {
  if (book.buyer.isMember) return null;
  const { price: theirs } = priceRecord(record, { ...book, buyer: { isMember: true } });
  const { price: own } = priceRecord(record, book);
  return theirs.cents < own.cents ? theirs.cents : null;
}

/** A download's price in the book's region. No discount is on downloads. */
export function priceTrack(track: { readonly baseCents: number }, book: PriceBook): RegionalPrice {
  return toRegionalPrice(track.baseCents, book.region, 0);
}
