import { mutation, problem, query, sensitive } from "servery";
import * as z from "zod";

import { mostCopies, orderKeyPattern, orderStates } from "./bounds.ts";
import { PricedLine, Totals, wantedLines } from "./cart.ts";
import { cents, regionCode } from "./price.ts";

const line = (most: number) => z.string().trim().min(1).max(most);

const Customer = z.object({ name: line(120), email: z.email().max(254) }).meta({ id: "Customer" });

const Address = z
  .object({ street: line(200), postalCode: line(20), city: line(120) })
  .meta({ id: "Address" });

export const orderState = z.enum(orderStates);
/** For people to quote. It opens nothing. */
export const orderNumber = z.string().regex(/^RO-[0-9A-Z]{8}$/);

export const Order = z
  .object({
    number: orderNumber,
    placedAt: z.int().meta({ description: "Epoch milliseconds" }),
    state: orderState,
    region: regionCode,
    regionName: z.string(),
    /** `null` once the account was deleted: what the books need is kept, who it was is not. */
    customer: Customer.nullable(),
    address: Address.nullable(),
    lines: z.array(PricedLine),
    totals: Totals,
    delivery: z.string(),
  })
  .meta({ id: "Order" });

/** An order as lists show it. */
export const OrderSummary = z
  .object({
    number: orderNumber,
    placedAt: z.int(),
    state: orderState,
    currency: z.string().length(3),
    totalCents: cents,
    /** What was ordered, the first things of it, in words. */
    titles: z.array(z.string()),
    items: z.int(),
  })
  .meta({ id: "OrderSummary" });

/** Whoever has it may see the order. Its owner draws it, so that it is never in an answer that may get lost. */
export const orderKey = z
  .string()
  .regex(orderKeyPattern)
  .meta({ description: "32 random bytes as base64url. The shop keeps its SHA-256 only" });

const wanted = z.object({ kind: z.enum(["record", "track"]), id: z.int() });

export const placeOrder = sensitive(
  mutation({
    path: "/orders",
    status: 201,
    access: "public",
    limit: "10/minute",
    summary: "Take the stock and place the order, all of it or nothing",
    input: z.object({
      region: regionCode,
      lines: wantedLines,
      /** The total that the customer saw. Another one places no order. */
      expectedTotalCents: cents,
      customer: Customer,
      /** Needed as soon as something is sent by post. */
      address: Address.optional(),
      key: orderKey,
    }),
    output: Order,
    problems: {
      unknown_region: problem(422, "The shop does not deliver there"),
      unknown_product: problem(
        422,
        "The shop has no such thing",
        z.object({ lines: z.array(wanted) }),
      ),
      too_many_copies: problem(
        422,
        "So many copies of one record are not sold at once",
        z.object({ productId: z.int(), most: z.int().max(mostCopies) }),
      ),
      address_required: problem(422, "Records need an address to be sent to"),
      key_taken: problem(409, "An order has this key: draw another"),
      out_of_stock: problem(
        409,
        "Not enough stock",
        z.object({
          lines: z.array(
            z.object({
              productId: z.int(),
              title: z.string(),
              wanted: z.int(),
              available: z.int(),
            }),
          ),
        }),
      ),
      price_changed: problem(
        409,
        "The total is another one by now",
        z.object({ expectedTotalCents: cents, totals: Totals }),
      ),
    },
    examples: {
      input: {
        region: "de",
        lines: [{ kind: "record", id: 124, quantity: 1 }],
        expectedTotalCents: 2410,
        customer: { name: "Clara Schumann", email: "clara@example.com" },
        address: { street: "Inselstraße 18", postalCode: "04103", city: "Leipzig" },
        key: "draw-32-random-bytes-of-your-own-for-a-key_",
      },
    },
  }),
  "key",
  "customer",
  "address",
);

export const getOrder = sensitive(
  query({
    path: "/orders/lookup",
    method: "POST",
    access: "public",
    summary: "An order by its key. There is no way to an order by counting",
    input: z.object({ key: orderKey }),
    output: Order,
    problems: { not_found: problem(404, "No order has this key") },
  }),
);
