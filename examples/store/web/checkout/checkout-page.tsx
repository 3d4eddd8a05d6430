import { Link } from "wouter";

import { useQuote } from "../cart/use-quote.ts";
import { Freshness } from "../ui/freshness.tsx";
import { FailureNotice, Notice } from "../ui/notice.tsx";
import { usePage } from "../ui/use-page.ts";
import { CheckoutForm } from "./checkout-form.tsx";

export function CheckoutPage() {
  usePage("Checkout");
  const { cart, region, subject, data: quote, error, fetching, status, refetch } = useQuote();
  return (
    <div className="page">
      <h1 className="page-title">At the counter</h1>
      {cart.length === 0 ? (
        <Notice
          title="There is nothing to pay for"
          action={
            <Link href="/" className="button">
              To the racks
            </Link>
          }
        >
          Your cart is empty.
        </Notice>
      ) : error !== undefined ? (
        <FailureNotice problem={error} retry={refetch} />
      ) : quote === undefined ? (
        <div className="checkout" aria-busy="true">
          <span className="bone bone-form" />
          <span className="summary bone" />
        </div>
      ) : (
        <>
          <CheckoutForm
            cart={cart}
            region={region}
            quote={quote}
            subject={subject}
            busy={fetching}
            onStale={refetch}
          />
          <Freshness status={status} what="Prices and stock" />
        </>
      )}
    </div>
  );
}
