import { useMutation } from "servery/react";
import { Link } from "wouter";

import { client } from "../client.ts";
import { useAccount } from "../session/use-account.ts";

interface Properties {
  readonly orderKey: string;
  readonly isNew: boolean;
}

/** The way from an order that was found by its key into the account of who has the key. */
export function KeepOrder({ orderKey, isNew }: Properties) {
  const { state } = useAccount();
  const { mutate, pending, data, error } = useMutation(client.myOrders.claim);
  if (state === "unknown") return null;
  if (state === "signed_out")
    return isNew ? null : (
      <>
        <Link href="/sign-in?next=/account/orders">Sign in</Link> to put it into your account.
      </>
    );
  // What is ordered while one is signed in is in the account already.
  if (isNew || data !== undefined)
    return (
      <span role="status">
        It is among <Link href="/account/orders">your orders</Link>.
      </span>
    );
  if (error?.code === "not_found") return <span role="alert">It is in another account.</span>;
  return (
    <button
      type="button"
      className="button button-small"
      aria-disabled={pending}
      onClick={() => pending || void mutate({ key: orderKey })}
    >
      {error === undefined ? "Put it among my orders" : "Try again to put it among my orders"}
    </button>
  );
}
