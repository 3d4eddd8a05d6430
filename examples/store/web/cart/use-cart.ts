import { useSyncExternalStore } from "react";

import { createStored } from "../ui/stored.ts";
import { type Cart, parseCart, type Thing, withAdded, withQuantity } from "./cart.ts";

const stored = createStored<Cart>("runout.cart", parseCart, JSON.stringify);

/** The cart of this browser, the same in all its tabs. */
export function useCart(): Cart {
  return useSyncExternalStore(stored.subscribe, stored.get);
}

export const addToCart = (thing: Thing, copies = 1): void =>
  stored.set(withAdded(stored.get(), thing, copies));
export const setQuantity = (thing: Thing, copies: number): void =>
  stored.set(withQuantity(stored.get(), thing, copies));
export const emptyCart = (): void => stored.set([]);
