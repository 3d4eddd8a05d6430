import { toMoney } from "./money.ts";

interface Price {
  readonly currency: string;
  readonly listCents: number;
  readonly cents: number;
}

/** A price, beside what it was. */
export function PriceTag({ price: { currency, listCents, cents } }: { readonly price: Price }) {
  return (
    <span className="price">
      {toMoney(cents, currency)}
      {listCents > cents ? (
        <s>
          <span className="visually-hidden">instead of </span>
          {toMoney(listCents, currency)}
        </s>
      ) : null}
    </span>
  );
}
