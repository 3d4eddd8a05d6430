import { randomBytes } from "node:crypto";

import type { Random } from "./random.ts";

interface Line {
  readonly productId: string;
  readonly quantity: number;
}

/** An order as a client sends it, again under the same key when it does not know what became of it. */
export interface Order {
  readonly reference: string;
  readonly key: string;
  readonly lines: readonly Line[];
}

/** What a client knows of an order: that it was placed, that it was refused, or nothing. */
export type Outcome =
  | { readonly kind: "placed"; readonly id: string; readonly isReplayed: boolean }
  | { readonly kind: "refused"; readonly status: number }
  | { readonly kind: "unknown" };

let made = 0;

/** A new order of one to three lines. */
export function makeOrder(random: Random, productIds: readonly string[]): Order {
  const count = 1 + random.below(3);
  const lines = Array.from({ length: count }, () => ({
    productId: productIds[random.below(productIds.length)]!,
    quantity: 1 + random.below(4),
  }));
  return {
    reference: `order-${String(++made).padStart(6, "0")}`,
    key: randomBytes(24).toString("base64url"),
    lines,
  };
}

/** Places an order. A connection that breaks is no error: it is an outcome that is not known. */
export async function placeOrder(
  url: string,
  order: Order,
  signal?: AbortSignal,
): Promise<Outcome> {
  try {
    const response = await fetch(`${url}/orders`, {
      method: "POST",
      headers: { "content-type": "application/json", "idempotency-key": `"${order.key}"` },
      body: JSON.stringify({ reference: order.reference, lines: order.lines }),
      ...(signal && { signal }),
    });
    const body = (await response.json()) as { id: string };
    if (response.status !== 200) return { kind: "refused", status: response.status };
    const isReplayed = response.headers.get("idempotency-replayed") === "true";
    return { kind: "placed", id: body.id, isReplayed };
  } catch {
    return { kind: "unknown" };
  }
}
