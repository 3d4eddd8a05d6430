import { mutation, problem, query, sensitive } from "servery";
import * as z from "zod";

import { readOrders } from "./access.ts";
import { orderPageSize } from "./bounds.ts";
import { Order, orderKey, orderNumber, OrderSummary } from "./orders.ts";

const access = ["user", readOrders] as const;

export const listMyOrders = query({
  path: "/my/orders",
  access,
  summary: "One's own orders, the latest first",
  input: z.object({
    limit: z.int().min(1).max(50).default(orderPageSize),
    /** The `nextCursor` of the page before. */
    cursor: z.string().max(200).optional(),
  }),
  output: z.object({ items: z.array(OrderSummary), nextCursor: z.string().nullable() }),
  problems: { invalid_cursor: problem(422, "The cursor belongs to no such list") },
});

export const getMyOrder = query({
  path: "/my/orders/:number",
  access,
  summary: "One of one's own orders",
  input: z.object({ number: orderNumber }),
  output: Order,
  problems: { not_found: problem(404, "You have no such order") },
  examples: { input: { number: "RO-0123ABCD" } },
});

/** The key is the proof: whoever has it has the order. An address in a form would prove nothing. */
export const claimOrder = sensitive(
  mutation({
    path: "/my/orders/claim",
    access: "user",
    limit: "10/minute",
    summary: "Put an order that was placed without an account into one's own, by its key",
    input: z.object({ key: orderKey }),
    output: Order,
    problems: { not_found: problem(404, "No order has this key") },
    examples: { input: { key: "draw-32-random-bytes-of-your-own-for-a-key_" } },
  }),
  "key",
);
