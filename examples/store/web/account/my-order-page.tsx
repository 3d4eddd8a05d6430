import { useQuery } from "servery/react";
import { Link } from "wouter";

import { client } from "../client.ts";
import { OrderView } from "../order/order-view.tsx";
import { Freshness } from "../ui/freshness.tsx";
import { Loading } from "../ui/loading.tsx";
import { FailureNotice, Notice } from "../ui/notice.tsx";

/** The receipt of one of one's own orders. */
export function MyOrderPage({ number }: { readonly number: string }) {
  const query = useQuery(client.myOrders.get, { number }, { live: true });
  const { data: order, error, status, refetch } = query;
  if (order !== undefined)
    return (
      <>
        <OrderView
          order={order}
          newKey={undefined}
          back={<Link href="/account/orders">All my orders</Link>}
        />
        <Freshness status={status} what="The order" />
      </>
    );
  const unknown = error?.code === "not_found" || error?.code === "invalid_input";
  return (
    <div className="page">
      {unknown ? (
        <>
          <h1 className="page-title">No such order</h1>
          <Notice
            title={`There is no order ${number} in your account.`}
            action={
              <Link href="/account/orders" className="button">
                All my orders
              </Link>
            }
          >
            One that you placed as a guest can be added by its key.
          </Notice>
        </>
      ) : error !== undefined ? (
        <FailureNotice problem={error} retry={refetch} />
      ) : (
        <Loading label="Fetching your order…" rows={5} />
      )}
    </div>
  );
}
