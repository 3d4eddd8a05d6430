import { useRef, useState } from "react";
import { useMutation } from "servery/react";
import { useLocation } from "wouter";

import type { Cart } from "../cart/cart.ts";
import { emptyCart } from "../cart/use-cart.ts";
import { client } from "../client.ts";
import { announce } from "../ui/announcer.tsx";
import { createAttempts } from "./attempts.ts";
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

const unanswered: ReadonlySet<string> = new Set([
  "offline",
  "network_error",
  "timeout",
  "aborted",
  "malformed_answer",
]);

/** True when a problem does not tell whether the order was placed. */
export function isUnsure(problem: OrderProblem): boolean {
  return unanswered.has(problem.code);
}

/** Places the order and goes to its confirmation; what was refused is `problem`, and what `place` resolves to. */
export function usePlaceOrder() {
  const [, navigate] = useLocation();
  const { mutate, pending } = useMutation(client.orders.place);
  const [problem, setProblem] = useState<OrderProblem>();
  const attempts = useRef(createAttempts());

  const place = async (wish: Wish): Promise<OrderProblem | undefined> => {
    const wanted = toInput(wish);
    const { idempotencyKey, orderKey } = attempts.current.attemptFor(JSON.stringify(wanted));
    setProblem(undefined);
    const { problem: met } = await mutate({ ...wanted, key: orderKey }, { idempotencyKey });
    if (met !== undefined && !(await wasPlaced(met, orderKey))) {
      if (!isUnsure(met)) attempts.current.answered();
      setProblem(met);
      return met;
    }
    attempts.current.answered();
    emptyCart();
    announce("Your order is placed.");
    navigate("/order", { state: { key: orderKey, isNew: true } });
    return undefined;
  };
  return { place, pending, problem, forget: () => setProblem(undefined) };
}

/** The answer may have got lost after the order was placed: its key tells. */
async function wasPlaced(problem: OrderProblem, key: string): Promise<boolean> {
  if (problem.code === "outcome_withheld") return true;
  if (!isUnsure(problem)) return false;
  return (await client.orders.get.safe({ key })).data !== undefined;
}

function toInput({ region, cart, expectedTotalCents, ships, values }: Wish) {
  const { name, email, street, postalCode, city } = values;
  const address = ships ? { address: { street, postalCode, city } } : {};
  return { region, lines: [...cart], expectedTotalCents, customer: { name, email }, ...address };
}
