import { mostCopies, mostLines } from "../../contract/bounds.ts";

/** What a visitor wants. Prices and titles are the service's to say. */
type CartLine =
  | { readonly kind: "record"; readonly id: number; readonly quantity: number }
  | { readonly kind: "track"; readonly id: number };

export type Cart = readonly CartLine[];

/** What names a line. */
export type Thing = Pick<CartLine, "kind" | "id">;

const isSame = (one: Thing, other: Thing): boolean =>
  one.kind === other.kind && one.id === other.id;

/** How many copies of a thing are in the cart; a download counts as one. */
export function quantityOf(cart: Cart, thing: Thing): number {
  const line = cart.find((candidate) => isSame(candidate, thing));
  if (line === undefined) return 0;
  return line.kind === "record" ? line.quantity : 1;
}

/** How many things are in the cart. */
export function countOf(cart: Cart): number {
  return cart.reduce((count, line) => count + (line.kind === "record" ? line.quantity : 1), 0);
}

/** Puts so many copies more into the cart, within the shop's bounds. */
export function withAdded(cart: Cart, thing: Thing, copies = 1): Cart {
  return withQuantity(cart, thing, quantityOf(cart, thing) + copies);
}

/** Sets how many copies there are to be; none removes the line. */
export function withQuantity(cart: Cart, thing: Thing, copies: number): Cart {
  if (copies < 1) return cart.filter((line) => !isSame(line, thing));
  const line = toLine(thing, Math.min(copies, mostCopies));
  if (cart.some((candidate) => isSame(candidate, thing)))
    return cart.map((candidate) => (isSame(candidate, thing) ? line : candidate));
  return cart.length < mostLines ? [...cart, line] : cart;
}

function toLine({ kind, id }: Thing, quantity: number): CartLine {
  return kind === "record" ? { kind, id, quantity } : { kind, id };
}

/** Reads a stored cart. What is no line is left out: a browser's storage may hold anything. */
export function parseCart(stored: string | null): Cart {
  const value = parseJson(stored);
  if (!Array.isArray(value)) return [];
  return value.filter(isThing).reduce<Cart>((cart, line) => {
    if (quantityOf(cart, line) > 0) return cart;
    return withQuantity(cart, line, line.kind === "record" ? toCopies(line) : 1);
  }, []);
}

function parseJson(stored: string | null): unknown {
  try {
    return JSON.parse(stored ?? "[]");
  } catch {
    return [];
  }
}

function isThing(value: unknown): value is Thing {
  if (typeof value !== "object" || value === null) return false;
  const { kind, id } = value as Partial<Thing>;
  return (kind === "record" || kind === "track") && Number.isSafeInteger(id) && Number(id) > 0;
}

function toCopies(line: Thing): number {
  const { quantity } = line as { quantity?: unknown };
  return Number.isSafeInteger(quantity) ? Math.max(0, Number(quantity)) : 1;
}
