import { Link } from "wouter";

import type { Quote } from "../client.ts";
import { Freshness } from "../ui/freshness.tsx";
import { toMoney } from "../ui/money.ts";
import { useSpokenNews } from "../ui/news.tsx";
import { FailureNotice, Notice } from "../ui/notice.tsx";
import { usePage } from "../ui/use-page.ts";
import { type Cart, quantityOf } from "./cart.ts";
import { CartLineBone, CartLineRow } from "./cart-line.tsx";
import { TotalsList } from "./totals-list.tsx";
import { setQuantity } from "./use-cart.ts";
import { useQuote } from "./use-quote.ts";

export function CartPage() {
  usePage("Cart");
  const { cart, subject, data: quote, error, fetching, status, refetch } = useQuote();
  return (
    <div className="page">
      <h1 className="page-title">Cart</h1>
      {cart.length === 0 ? (
        <EmptyCart />
      ) : error !== undefined ? (
        <FailureNotice problem={error} retry={refetch} />
      ) : (
        <div className="cart" aria-busy={fetching}>
          <ul className="lines">
            {quote === undefined
              ? cart.map(({ kind, id }) => <CartLineBone key={`${kind} ${id}`} />)
              : linesOf(quote, cart).map((line) => (
                  <CartLineRow
                    key={`${line.kind} ${line.id}`}
                    line={line}
                    quantity={quantityOf(cart, line)}
                    currency={quote.totals.currency}
                    subject={subject}
                  />
                ))}
            {quote === undefined ? null : <UnknownLines unknown={quote.unknown} cart={cart} />}
          </ul>
          {quote === undefined ? (
            <aside className="summary bone" aria-hidden="true" />
          ) : (
            <Summary quote={quote} cart={cart} subject={subject} busy={fetching} />
          )}
          <Freshness status={status} what="Prices and stock" />
        </div>
      )}
    </div>
  );
}

/** The quote's lines that are still in the cart. */
function linesOf(quote: Quote, cart: Cart): Quote["lines"] {
  return quote.lines.filter((line) => quantityOf(cart, line) > 0);
}

interface SummaryProperties {
  readonly quote: Quote;
  readonly cart: Cart;
  readonly subject: string | undefined;
  readonly busy: boolean;
}

function Summary({ quote, cart, subject, busy }: SummaryProperties) {
  const { totals, ships, untilFreeShippingCents: missing } = quote;
  useSpokenNews(subject, `The cart comes to ${toMoney(totals.totalCents, totals.currency)} now.`);
  const isShort = linesOf(quote, cart).some((line) => line.available < quantityOf(cart, line));
  const blocked = isShort || quote.lines.length === 0;
  return (
    <aside className="summary" aria-label="What it comes to">
      <TotalsList totals={totals} ships={ships} subject={subject} />
      <p className="summary-hint">
        {missing > 0
          ? `${toMoney(missing, totals.currency)} more and the shipping is free.`
          : ships
            ? "The shipping is on us."
            : "Downloads are there at once."}
      </p>
      {blocked ? (
        <p className="summary-hint short" role="status">
          Something in the cart is not to be had in that number. Settle it first.
        </p>
      ) : (
        <Link href="/checkout" className="button button-main summary-go" aria-disabled={busy}>
          To the counter
        </Link>
      )}
    </aside>
  );
}

function UnknownLines({
  unknown,
  cart,
}: {
  readonly unknown: Quote["unknown"];
  readonly cart: Cart;
}) {
  return unknown
    .filter((thing) => quantityOf(cart, thing) > 0)
    .map((thing) => (
      <li key={`${thing.kind} ${thing.id}`} className="line line-unknown">
        <p>
          The shop no longer has what was number {thing.id}.{" "}
          <button
            type="button"
            className="button button-small"
            onClick={() => setQuantity(thing, 0)}
          >
            Remove it
          </button>
        </p>
      </li>
    ));
}

function EmptyCart() {
  return (
    <Notice
      title="Nothing in it yet"
      action={
        <Link href="/" className="button">
          To the racks
        </Link>
      }
    >
      Records and downloads that you add wait here, in this browser, until you come to the counter.
    </Notice>
  );
}
