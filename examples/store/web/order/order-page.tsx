import { type FormEvent, useState } from "react";
import { useQuery } from "servery/react";
import { useLocation } from "wouter";
import { useHistoryState } from "wouter/use-browser-location";

import { orderKeyPattern } from "../../contract/bounds.ts";
import { client } from "../client.ts";
import { FailureNotice } from "../ui/notice.tsx";
import { usePage } from "../ui/use-page.ts";
import { KeepOrder } from "./keep-order.tsx";
import { OrderView } from "./order-view.tsx";

interface Visit {
  readonly key: string;
  /** True when the order has just been placed. */
  readonly isNew: boolean;
}

/** The key travels in the history's state and in request bodies: an address would end up in logs. */
export function OrderPage() {
  const visit = toVisit(useHistoryState());
  return visit === undefined ? <LookUp /> : <Found key={visit.key} visit={visit} />;
}

function toVisit(state: unknown): Visit | undefined {
  if (typeof state !== "object" || state === null) return undefined;
  const { key, isNew } = state as Partial<Visit>;
  return typeof key === "string" && orderKeyPattern.test(key)
    ? { key, isNew: isNew === true }
    : undefined;
}

function Found({ visit }: { readonly visit: Visit }) {
  const { data: order, error, refetch } = useQuery(client.orders.get, { key: visit.key });
  if (order !== undefined)
    return (
      <OrderView
        order={order}
        newKey={visit.isNew ? visit.key : undefined}
        back={<KeepOrder orderKey={visit.key} isNew={visit.isNew} />}
      />
    );
  if (error?.code === "not_found")
    return <LookUp wrong="No order has this key. Check it for a missing letter." />;
  if (error !== undefined)
    return (
      <div className="page">
        <FailureNotice problem={error} retry={refetch} />
      </div>
    );
  return (
    <div className="page" aria-busy="true">
      <p className="visually-hidden" role="status">
        Fetching your order…
      </p>
      <span className="bone bone-title" />
      <span className="bone bone-form" />
    </div>
  );
}

function LookUp({ wrong }: { readonly wrong?: string }) {
  usePage("Find an order");
  const [, navigate] = useLocation();
  const [error, setError] = useState(wrong);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const key = String(new FormData(event.currentTarget).get("key") ?? "").trim();
    if (orderKeyPattern.test(key)) navigate("/order", { state: { key, isNew: false } });
    else setError("A key has 43 letters, digits, hyphens and underscores.");
  };
  return (
    <div className="page narrow">
      <h1 className="page-title">Find an order</h1>
      <p className="lead">
        With the key that you were given at the counter. There is no other way to an order: nobody
        can count up to yours.
      </p>
      <form className="look-up" onSubmit={submit} noValidate>
        <div className="field">
          <label className="field-label" htmlFor="key">
            Key of the order
          </label>
          <input
            className="input mono"
            id="key"
            name="key"
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            maxLength={60}
            aria-invalid={error !== undefined}
            aria-describedby="key-error"
          />
          <p className="field-error" id="key-error" role="alert">
            {error}
          </p>
        </div>
        <button type="submit" className="button button-main">
          Show the order
        </button>
      </form>
    </div>
  );
}
