import { useState } from "react";
import { Link } from "wouter";

import { TotalsList } from "../cart/totals-list.tsx";
import type { Order, PricedLine } from "../client.ts";
import { Sleeve } from "../sleeve/sleeve.tsx";
import { announce } from "../ui/announcer.tsx";
import { toMoney } from "../ui/money.ts";
import { usePage } from "../ui/use-page.ts";

interface Properties {
  readonly order: Order;
  /** The key of an order that has just been placed. */
  readonly newKey: string | undefined;
}

/** An order as it was agreed: the receipt. */
export function OrderView({ order, newKey }: Properties) {
  const { number, placedAt, customer, lines, totals } = order;
  usePage(`Order ${number}`);
  const ships = lines.some(({ kind }) => kind === "record");
  return (
    <div className="page">
      <h1 className="page-title">
        {newKey === undefined ? `Order ${number}` : `Thank you, ${customer.name}.`}
      </h1>
      {newKey === undefined ? null : <KeyPanel orderKey={newKey} />}
      <div className="cart">
        <section aria-labelledby="ordered">
          <h2 id="ordered" className="receipt-title">
            <span className="mono">{number}</span>
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
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(orderKey);
    setCopied(true);
    announce("The key is copied.");
  };
  return (
    <section className="key" aria-labelledby="key-title">
      <h2 id="key-title">Keep this key</h2>
      <p>It is the only way back to this order. We keep no copy of it, only its fingerprint.</p>
      <p className="key-row">
        <code>{orderKey}</code>
        {"clipboard" in navigator ? (
          <button type="button" className="button button-small" onClick={() => void copy()}>
            {copied ? "Copied" : "Copy"}
          </button>
        ) : null}
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
      <strong>{customer.name}</strong>
      <span>{customer.email}</span>
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
