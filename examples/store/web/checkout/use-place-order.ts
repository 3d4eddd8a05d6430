import { useRef, useState } from "react";
import { useMutation } from "servery/react";
import { useLocation } from "wouter";

import type { Cart } from "../cart/cart.ts";
import { emptyCart } from "../cart/use-cart.ts";
import { client } from "../client.ts";
import { announce } from "../ui/announcer.tsx";
import { createAttemptKeys } from "./attempt-key.ts";
import type { Values } from "./fields.ts";

type Outcome = Awaited<ReturnType<typeof client.orders.place.safe>>;
export type OrderProblem = NonNullable<Outcome["problem"]>;

export interface Wish {
  readonly region: string;
  readonly cart: Cart;
  readonly expectedTotalCents: number;
  readonly ships: boolean;
  readonly values: Values;
}

/** Codes of problems after which nobody knows whether the order was placed. */
const unanswered: readonly string[] = ["offline", "network_error", "timeout", "aborted", "malformed_answer"];

/** Places the order and goes to its confirmation; what the service refuses is `problem`. */
export function usePlaceOrder() {
  const [, navigate] = useLocation();
  const { mutate, pending } = useMutation(client.orders.place);
  const [problem, setProblem] = useState<OrderProblem>();
  const keys = useRef(createAttemptKeys());

  const place = async (wish: Wish): Promise<void> => {
    const input = toInput(wish);
    const idempotencyKey = keys.current.keyFor(JSON.stringify(input));
    setProblem(undefined);
    const { data, problem: met } = await mutate(input, { idempotencyKey });
    if (met === undefined || !unanswered.includes(met.code)) keys.current.answered();
    setProblem(met);
    if (data === undefined) return;
    emptyCart();
    announce("Your order is placed.");
    navigate("/order", { state: { key: data.key, isNew: true } });
  };
  return { place, pending, problem, forget: () => setProblem(undefined) };
}

function toInput({ region, cart, expectedTotalCents, ships, values }: Wish) {
  const { name, email, street, postalCode, city } = values;
  const address = ships ? { address: { street, postalCode, city } } : {};
  return { region, lines: [...cart], expectedTotalCents, customer: { name, email }, ...address };
}
