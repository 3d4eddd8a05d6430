import { mutation, problem, query } from "servery";
import * as z from "zod";

import { admin } from "../access.ts";
import { orderPageSize } from "../bounds.ts";
import { Order, orderNumber, orderState, OrderSummary } from "../orders.ts";

const HandledOrder = z.object({
  ...Order.shape,
  /** Whether it is in somebody's account. */
  hasAccount: z.boolean(),
});

const one = { number: orderNumber };
const examples = { input: { number: "RO-0123ABCD" } };
const notFound = problem(404, "There is no such order");
const wrongState = problem(
  409,
  "The order is not waiting any more",
  z.object({ state: orderState }),
);

export const listOrders = query({
  path: "/admin/orders",
  access: admin,
  summary: "All orders, the latest first",
  input: z.object({
    state: orderState.optional(),
    limit: z.int().min(1).max(100).default(orderPageSize),
    /** The `nextCursor` of the page before, asked with the same state. */
    cursor: z.string().max(200).optional(),
  }),
  output: z.object({
    items: z.array(
      z.object({
        ...OrderSummary.shape,
        customerName: z.string().nullable(),
        regionName: z.string(),
      }),
    ),
    /** How many orders there are in each state. */
    counts: z.object({ placed: z.int(), shipped: z.int(), cancelled: z.int() }),
    nextCursor: z.string().nullable(),
  }),
  problems: { invalid_cursor: problem(422, "The cursor belongs to no such list") },
});

export const viewOrder = query({
  path: "/admin/orders/:number",
  access: admin,
  summary: "An order, with whom it goes to",
  input: z.object(one),
  output: HandledOrder,
  problems: { not_found: notFound },
  examples,
});

export const shipOrder = mutation({
  path: "/admin/orders/:number/ship",
  access: admin,
  summary: "Mark an order as shipped",
  input: z.object(one),
  output: HandledOrder,
  problems: { not_found: notFound, wrong_state: wrongState },
  examples,
});

export const cancelOrder = mutation({
  path: "/admin/orders/:number/cancel",
  access: admin,
  summary: "Cancel an order that is not shipped, and put its records back on the shelf",
  input: z.object(one),
  output: HandledOrder,
  problems: { not_found: notFound, wrong_state: wrongState },
  examples,
});
