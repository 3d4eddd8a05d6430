import { type FormEvent, useEffect, useRef, useState } from "react";
import { useQuery } from "servery/react";
import { Link } from "wouter";

import { type Cart, countOf, quantityOf } from "../cart/cart.ts";
import { ShortStock } from "../cart/cart-line.tsx";
import { TotalsList } from "../cart/totals-list.tsx";
import { setQuantity } from "../cart/use-cart.ts";
import { client, type Quote } from "../client.ts";
import { useAccount } from "../session/use-account.ts";
import { toMoney } from "../ui/money.ts";
import { useSpokenNews } from "../ui/news.tsx";
import { type Field, type FieldErrors, findErrors, readValues, toFieldErrors } from "./fields.ts";
import { OrderTrouble } from "./order-trouble.tsx";
import { TextField } from "../ui/text-field.tsx";
import { useAgreedTotal } from "./use-agreed-total.ts";
import { usePlaceOrder, type Wish } from "./use-place-order.ts";

interface FormProperties {
  readonly cart: Cart;
  readonly region: string;
  readonly quote: Quote;
  /** What the quote is of, as soon as it is. */
  readonly subject: string | undefined;
  readonly busy: boolean;
  /** An order was refused for what the quote should have said: no waiting until it does. */
  readonly onStale: () => void;
}

/** The form, and what it comes to. */
export function CheckoutForm({ cart, region, quote, subject, busy, onStale }: FormProperties) {
  const { place, pending, problem, forget } = usePlaceOrder();
  const [errors, setErrors] = useState<FieldErrors>({});
  const form = useRef<HTMLFormElement>(null);
  const { user } = useAccount();
  const { totals, ships } = quote;
  const { agreedCents, agree } = useAgreedTotal(subject, totals.totalCents);
  const total = toMoney(totals.totalCents, totals.currency);
  useSpokenNews(subject, [`The total is ${total}.`, ...shortWords(quote, cart)].join(" "));

  useEffect(() => {
    const first = Object.keys(errors)[0] as Field | undefined;
    if (first !== undefined) form.current?.querySelector<HTMLInputElement>(`#${first}`)?.focus();
  }, [errors]);

  const order = async (wish: Wish) => {
    const met = await place(wish);
    if (met?.code === "price_changed" || met?.code === "out_of_stock") onStale();
    if (met?.code === "price_changed" && met.data) agree(met.data.totals.totalCents);
    if (met?.code === "invalid_input") setErrors(toFieldErrors(met.errors ?? []));
  };

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (pending || busy) return;
    const values = readValues(new FormData(event.currentTarget));
    const found = findErrors(values, ships);
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    void order({ region, cart, ships, values, expectedTotalCents: agreedCents });
  };

  return (
    <form ref={form} className="checkout" noValidate onSubmit={submit} aria-busy={busy || pending}>
      <div className="checkout-fields">
        <fieldset className="panel">
          <legend>Who are you?</legend>
          <TextField
            name="name"
            label="Name"
            autoComplete="name"
            maxLength={120}
            defaultValue={user?.name ?? undefined}
            error={errors.name}
          />
          <TextField
            name="email"
            label="E-mail"
            type="email"
            autoComplete="email"
            maxLength={254}
            defaultValue={user?.email}
            error={errors.email}
          />
        </fieldset>
        {ships ? <AddressFields errors={errors} region={region} /> : null}
      </div>
      <aside className="summary" aria-label="Your order">
        <OrderedLines quote={quote} cart={cart} />
        <TotalsList totals={totals} ships={ships} subject={subject} />
        {problem === undefined ? null : <OrderTrouble problem={problem} onSettled={forget} />}
        <button
          type="submit"
          className="button button-main summary-go"
          aria-disabled={pending || busy}
        >
          {pending ? "Placing your order…" : `Place the order, ${total}`}
        </button>
        <p className="summary-hint">
          An example shop: nothing is charged, nothing is sent.{" "}
          <Link href="/cart">Change the cart ({countOf(cart)})</Link>
        </p>
      </aside>
    </form>
  );
}

function shortWords({ lines }: Quote, cart: Cart): string[] {
  return lines
    .filter((line) => line.available < quantityOf(cart, line))
    .map(({ title }) => `There is not enough left of ${title}.`);
}

function AddressFields({
  errors,
  region,
}: {
  readonly errors: FieldErrors;
  readonly region: string;
}) {
  const regions = useQuery(client.regions.list, {}).data?.items;
  const name = regions?.find(({ code }) => code === region)?.name ?? region.toUpperCase();
  return (
    <fieldset className="panel">
      <legend>Where to?</legend>
      <TextField
        name="street"
        label="Street and number"
        autoComplete="street-address"
        error={errors.street}
      />
      <div className="panel-pair">
        <TextField
          name="postalCode"
          label="Postal code"
          autoComplete="postal-code"
          maxLength={20}
          error={errors.postalCode}
        />
        <TextField
          name="city"
          label="Town"
          autoComplete="address-level2"
          maxLength={120}
          error={errors.city}
        />
      </div>
      <p className="panel-note">
        To <strong>{name}</strong>. Another country has other prices: choose it at the top of the
        page.
      </p>
    </fieldset>
  );
}

function OrderedLines({ quote, cart }: { readonly quote: Quote; readonly cart: Cart }) {
  return (
    <ul className="ordered">
      {quote.lines.map((line) => (
        <li key={`${line.kind} ${line.id}`}>
          <span className="ordered-count">{line.quantity} ×</span>
          <span>
            {line.title}
            <small>{line.kind === "track" ? "Download" : line.artist}</small>
          </span>
          <span className="price">{toMoney(line.totalCents, quote.totals.currency)}</span>
          {line.available < quantityOf(cart, line) ? (
            <ShortStock available={line.available} onTake={(copies) => setQuantity(line, copies)} />
          ) : null}
        </li>
      ))}
    </ul>
  );
}
