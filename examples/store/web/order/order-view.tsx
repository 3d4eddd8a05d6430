import type { ReactNode } from "react";
import { Link } from "wouter";

import { TotalsList } from "../cart/totals-list.tsx";
import type { Order, PricedLine } from "../client.ts";
import { Sleeve } from "../sleeve/sleeve.tsx";
import { CopyButton } from "../ui/copy-button.tsx";
import { toMoney } from "../ui/money.ts";
import { News, useSpokenNews } from "../ui/news.tsx";
import { usePage } from "../ui/use-page.ts";
import { OrderState, stateWords } from "./order-state.tsx";

interface Properties {
  readonly order: Order;
  /** The key of an order that has just been placed. */
  readonly newKey: string | undefined;
  /** The way back to the list that it stands in. */
  readonly back?: ReactNode;
}

/** An order as it was agreed: the receipt. */
export function OrderView({ order, newKey, back }: Properties) {
  const { number, placedAt, state, customer, lines, totals } = order;
  usePage(`Order ${number}`);
  useSpokenNews(number, `Order ${number}: ${stateWords[state]}.`);
  const ships = lines.some(({ kind }) => kind === "record");
  return (
    <div className="page">
      {back === undefined ? null : <p className="back">{back}</p>}
      <h1 className="page-title">
        {newKey === undefined ? (
          <>
            Order <span className="whole">{number}</span>
          </>
        ) : (
          `Thank you, ${customer?.name ?? "and goodbye"}.`
        )}
      </h1>
      {newKey === undefined ? null : <KeyPanel orderKey={newKey} />}
      <div className="cart">
        <section aria-labelledby="ordered">
          <h2 id="ordered" className="receipt-title">
            <span className="mono">{number}</span>
            <News subject={number} value={state}>
              <OrderState state={state} />
            </News>
            <time dateTime={new Date(placedAt).toISOString()}>
              {new Date(placedAt).toLocaleString("en", { dateStyle: "long", timeStyle: "short" })}
            </time>
          </h2>
          <ul className="lines">
            {lines.map((line) => (
              <ReceiptLine key={`${line.kind} ${line.id}`} line={line} currency={totals.currency} />
            ))}
          </ul>
        </section>
        <aside className="summary" aria-label="What it came to">
          <TotalsList totals={totals} ships={ships} />
          <Destination order={order} ships={ships} />
        </aside>
      </div>
    </div>
  );
}

/** Shown once, since the shop itself does not keep it. */
function KeyPanel({ orderKey }: { readonly orderKey: string }) {
  return (
    <section className="key" aria-labelledby="key-title">
      <h2 id="key-title">Keep this key</h2>
      <p>It is the only way back to this order. We keep no copy of it, only its fingerprint.</p>
      <p className="key-row">
        <code>{orderKey}</code>
        <CopyButton text={orderKey} what="The key" />
      </p>
    </section>
  );
}

function ReceiptLine({ line, currency }: { readonly line: PricedLine; readonly currency: string }) {
  const { kind, recordId, recordTitle, title, artist, genre, quantity, unitCents, totalCents } =
    line;
  return (
    <li className="line line-receipt">
      <div className="line-picture">
        <Sleeve title={recordTitle} artist={artist} genre={genre} />
      </div>
      <div className="line-words">
        <h3 className="line-title">
          <Link href={`/records/${recordId}`}>{title}</Link>
        </h3>
        <p className="line-about">
          {kind === "track" ? `Download from ${recordTitle}, ${artist}` : artist}
        </p>
        <p className="line-about">
          {quantity} × {toMoney(unitCents, currency)}
        </p>
      </div>
      <p className="line-total price">{toMoney(totalCents, currency)}</p>
    </li>
  );
}

function Destination({ order, ships }: { readonly order: Order; readonly ships: boolean }) {
  const { customer, address, regionName, delivery } = order;
  return (
    <address className="destination">
      {customer === null ? (
        <span>Whose order this was is erased.</span>
      ) : (
        <>
          <strong>{customer.name}</strong>
          <span>{customer.email}</span>
        </>
      )}
      {address === null ? null : (
        <>
          <span>{address.street}</span>
          <span>
            {address.postalCode} {address.city}
          </span>
        </>
      )}
      <span>{regionName}</span>
      <span className="destination-when">
        {ships ? `With you in ${delivery}` : "Downloads, at once"}
      </span>
    </address>
  );
}
