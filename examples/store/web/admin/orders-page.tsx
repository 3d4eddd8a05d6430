import { useState } from "react";
import { Link } from "wouter";

import type { orderStates } from "../../contract/bounds.ts";
import { client } from "../client.ts";
import { OrderState } from "../order/order-state.tsx";
import { toMoney } from "../ui/money.ts";
import { toMinute } from "../ui/time.ts";
import { usePage } from "../ui/use-page.ts";
import { News } from "../ui/news.tsx";
import { useLivePages } from "../ui/use-live-pages.ts";
import { Choice } from "./choice.tsx";
import { DataTable, type TableColumn } from "./data-table.tsx";
import { Listing } from "./listing.tsx";

type State = (typeof orderStates)[number];
type Order = Awaited<ReturnType<typeof client.admin.orders.list>>["items"][number];

const choices = [
  ["all", "All"],
  ["placed", "To be packed"],
  ["shipped", "Shipped"],
  ["cancelled", "Cancelled"],
] as const;

const columns: readonly TableColumn<Order>[] = [
  {
    name: "Order",
    cell: ({ number }) => (
      <Link href={`/admin/orders/${number}`} className="mono">
        {number}
      </Link>
    ),
  },
  { name: "Placed", spare: true, kind: "time", cell: ({ placedAt }) => toMinute(placedAt) },
  { name: "For", cell: ({ customerName }) => customerName ?? <em>erased</em> },
  { name: "To", spare: true, cell: ({ regionName }) => regionName },
  {
    name: "State",
    cell: ({ number, state }) => (
      <News subject={number} value={state}>
        <OrderState state={state} />
      </News>
    ),
  },
  { name: "Items", spare: true, kind: "number", cell: ({ items }) => items },
  {
    name: "Total",
    kind: "number",
    cell: ({ totalCents, currency }) => toMoney(totalCents, currency),
  },
];

export function OrdersPage() {
  usePage("Orders");
  const [state, setState] = useState<State | "all">("all");
  const pages = useLivePages(client.admin.orders.list, state === "all" ? {} : { state });
  const counts: Partial<Record<string, number>> | undefined = pages.first?.counts;
  return (
    <>
      <h1 className="page-title">Orders</h1>
      <Choice
        label="Which orders"
        choices={choices.map(([value, words]) => [value, withCount(words, counts?.[value])])}
        value={state}
        onChange={setState}
      />
      <Listing pages={pages} empty="No such orders" more="Earlier orders">
        {(items) => (
          <DataTable
            caption="Orders, the latest first"
            columns={columns}
            rows={items}
            rowKey={({ number }) => number}
          />
        )}
      </Listing>
    </>
  );
}

function withCount(words: string, count: number | undefined): string {
  return count === undefined ? words : `${words} (${count})`;
}
