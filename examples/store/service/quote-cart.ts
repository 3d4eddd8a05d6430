import type { Handler } from "servery/server";

import { mostCopies } from "../contract/bounds.ts";
import type { quoteCart } from "../contract/cart.ts";
import type { StoreTables } from "../tables.ts";
import { mergeLines, priceLines } from "./cart-lines.ts";
import { openPriceBook } from "./price-book.ts";
import { toTotals, untilFreeShipping } from "./pricing/totals.ts";

export const quoteCartHandler: Handler<typeof quoteCart, StoreTables> = async ({
  input,
  db,
  fail,
  user,
}) => {
  const book = await openPriceBook(db, input.region, user);
  if (book === undefined) throw fail("unknown_region");
  const { lines, unknown } = await priceLines(db, mergeLines(input.lines), book);
  const priced = lines.map(({ line }) => line);
  const totals = toTotals(priced, book.region, book.discounts);
  const goodsCents = totals.itemsCents - (totals.discount?.cents ?? 0);
  return {
    lines: lines.map(({ line, stock }) => ({
      ...line,
      available: Math.min(stock ?? 1, mostCopies),
    })),
    unknown: [...unknown],
    totals,
    untilFreeShippingCents: untilFreeShipping(priced, goodsCents, book.region),
    ships: priced.some(({ kind }) => kind === "record"),
  };
};
