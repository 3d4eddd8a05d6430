import { useMutation, useQuery } from "servery/react";
import { Link } from "wouter";

import { client } from "../client.ts";
import { OrderState } from "../order/order-state.tsx";
import { announce } from "../ui/announcer.tsx";
import { Freshness } from "../ui/freshness.tsx";
import { Loading } from "../ui/loading.tsx";
import { toMoney } from "../ui/money.ts";
import { News } from "../ui/news.tsx";
import { FailureNotice, Notice } from "../ui/notice.tsx";
import { toMinute } from "../ui/time.ts";
import { Trouble } from "../ui/trouble.tsx";
import { usePage } from "../ui/use-page.ts";
import { DataTable, type TableColumn } from "./data-table.tsx";

type Order = Awaited<ReturnType<typeof client.admin.orders.view>>;
type Line = Order["lines"][number];

/** One order, as the shop's people pack it. */
export function HandledOrderPage({ number }: { readonly number: string }) {
  usePage(`Order ${number}`);
  const query = useQuery(client.admin.orders.view, { number }, { live: true });
  const { data: order, error, status, refetch } = query;
  return (
    <>
      <p className="back">
        <Link href="/admin/orders">All orders</Link>
      </p>
      <h1 className="page-title">{number}</h1>
      {order !== undefined ? (
        <>
          <Facts order={order} />
          <Lines order={order} />
          {order.state === "placed" ? <Handling order={order} /> : null}
          <Freshness status={status} what="The order" />
        </>
      ) : error === undefined ? (
        <Loading label="Fetching the order…" rows={5} />
      ) : error.code === "not_found" || error.code === "invalid_input" ? (
        <Notice title="There is no such order" />
      ) : (
        <FailureNotice problem={error} retry={refetch} />
      )}
    </>
  );
}

function Facts({ order }: { readonly order: Order }) {
  const { number, state, placedAt, customer, address, regionName, totals, hasAccount } = order;
  return (
    <dl className="details">
      <div>
        <dt>State</dt>
        <dd>
          <News subject={number} value={state}>
            <OrderState state={state} />
          </News>
        </dd>
      </div>
      <div>
        <dt>Placed</dt>
        <dd>{toMinute(placedAt)}</dd>
      </div>
      <div>
        <dt>For</dt>
        <dd>
          {customer === null ? "erased with the account" : `${customer.name}, ${customer.email}`}
          <span className="tag">{hasAccount ? "Account" : "Guest"}</span>
        </dd>
      </div>
      <div>
        <dt>To</dt>
        <dd>
          {address === null
            ? regionName
            : `${address.street}, ${address.postalCode} ${address.city}, ${regionName}`}
        </dd>
      </div>
      <div>
        <dt>Total</dt>
        <dd className="price">{toMoney(totals.totalCents, totals.currency)}</dd>
      </div>
    </dl>
  );
}

function Lines({ order }: { readonly order: Order }) {
  const columns: readonly TableColumn<Line>[] = [
    { name: "Title", cell: ({ title }) => title },
    { name: "Artist", cell: ({ artist }) => artist },
    { name: "Kind", cell: ({ kind }) => (kind === "track" ? "Download" : "Record") },
    { name: "Copies", kind: "number", cell: ({ quantity }) => quantity },
    {
      name: "Price",
      kind: "number",
      cell: ({ totalCents }) => toMoney(totalCents, order.totals.currency),
    },
  ];
  return (
    <DataTable
      caption="What was ordered"
      columns={columns}
      rows={order.lines}
      rowKey={({ kind, id }) => `${kind} ${id}`}
    />
  );
}

function Handling({ order }: { readonly order: Order }) {
  const ship = useMutation(client.admin.orders.ship);
  const cancel = useMutation(client.admin.orders.cancel);
  const { number } = order;
  const pending = ship.pending || cancel.pending;
  const error = ship.error ?? cancel.error;
  const handle = async (move: typeof ship | typeof cancel, words: string) => {
    if (pending) return;
    const { problem } = await move.mutate({ number });
    if (problem === undefined) announce(words);
  };
  return (
    <>
      <Trouble problem={error} />
      <p className="form-actions">
        <button
          type="button"
          className="button button-main"
          aria-disabled={pending}
          onClick={() => void handle(ship, `${number} is shipped.`)}
        >
          Mark as shipped
        </button>
        <button
          type="button"
          className="button"
          aria-disabled={pending}
          onClick={() => void handle(cancel, `${number} is cancelled, its records are back.`)}
        >
          Cancel it, put the records back
        </button>
      </p>
    </>
  );
}
