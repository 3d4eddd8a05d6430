import { stockTold } from "../contract/bounds.ts";

const fewCopies = 3;

/** What of a stock is told: exact when it is small, a bound when it is not. */
export function toAvailability(stock: number) {
  const state = stock === 0 ? "out_of_stock" : stock <= fewCopies ? "low_stock" : "in_stock";
  return { state, available: Math.min(stock, stockTold), more: stock > stockTold } as const;
}
