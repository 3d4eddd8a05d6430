import { useState } from "react";
import { Link } from "wouter";

import { client } from "../client.ts";
import { OrderState } from "../order/order-state.tsx";
import { Loading } from "../ui/loading.tsx";
import { Freshness } from "../ui/freshness.tsx";
import { toMoney } from "../ui/money.ts";
import { News } from "../ui/news.tsx";
import { FailureNotice, Notice } from "../ui/notice.tsx";
import { toDay } from "../ui/time.ts";
import { usePage } from "../ui/use-page.ts";
import { useLivePages } from "../ui/use-live-pages.ts";
import { MorePages } from "../ui/use-pages.tsx";
import { ClaimForm } from "./claim-form.tsx";

export function MyOrdersPage() {
  usePage("My orders");
  const pages = useLivePages(client.myOrders.list, {});
  const { items, problem, status, refetch } = pages;
  return (
    <>
      <h1 className="page-title">My orders</h1>
      {problem !== undefined ? (
        <FailureNotice problem={problem} retry={refetch} />
      ) : items === undefined ? (
        <Loading label="Fetching your orders…" />
      ) : items.length === 0 ? (
        <Notice
          title="No orders yet"
          action={
            <Link href="/" className="button">
              To the racks
            </Link>
          }
        >
          What you order while you are signed in is kept here.
        </Notice>
      ) : (
        <>
          <ul className="rows">
            {items.map((order) => (
              <OrderRow key={order.number} order={order} />
            ))}
          </ul>
          <MorePages pages={pages} words="Earlier orders" />
        </>
      )}
      {items === undefined ? null : <Freshness status={status} what="Orders" />}
      <ClaimSection />
    </>
  );
}

type Order = Awaited<ReturnType<typeof client.myOrders.list>>["items"][number];

function OrderRow({ order }: { readonly order: Order }) {
  const { number, placedAt, state, titles, items, totalCents, currency } = order;
  const shown = titles.join(", ");
  return (
    <li className="row">
      <div className="row-words">
        <h2 className="row-title">
          <Link href={`/account/orders/${number}`}>{shown}</Link>
        </h2>
        <p className="row-about">
          <span className="mono">{number}</span> · {toDay(placedAt)} ·{" "}
          {items === 1 ? "1 item" : `${items} items`}
        </p>
      </div>
      <News subject={number} value={state}>
        <OrderState state={state} />
      </News>
      <p className="price row-price">{toMoney(totalCents, currency)}</p>
    </li>
  );
}

function ClaimSection() {
  const [open, setOpen] = useState(false);
  return (
    <section className="section" aria-labelledby="claim-title">
      <h2 id="claim-title">Ordered as a guest?</h2>
      <p>With the key of that order, it is put among yours.</p>
      {open ? (
        <ClaimForm />
      ) : (
        <button type="button" className="button" onClick={() => setOpen(true)}>
          Add an order by its key
        </button>
      )}
    </section>
  );
}
