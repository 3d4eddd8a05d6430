import { id, inherit, integer, json, ref, table, text, timestamp, users } from "servery/server";

import { orderStates } from "../contract/bounds.ts";
import { Totals } from "../contract/cart.ts";
import { owners } from "./policies.ts";

/**
 * Orders say what was agreed, in words and numbers of their own: prices and titles may change later.
 * One without an owner was placed by a guest: its key alone leads to it. Who ordered is erased with the
 * account; number, lines, totals and country stay, for the books.
 */
export const orders = table(
  "orders",
  {
    id: id(),
    number: text({ unique: true }),
    /** SHA-256 of the key that opens the order. The key itself is kept nowhere. */
    keyHash: text({ unique: true }),
    userId: ref(() => users, { nullable: true, onDelete: "set null" }),
    placedAt: timestamp(),
    state: text({ values: orderStates, default: "placed" }),
    region: text(),
    regionName: text(),
    delivery: text(),
    customerName: text({ nullable: true }),
    customerEmail: text({ nullable: true }),
    street: text({ nullable: true }),
    postalCode: text({ nullable: true }),
    city: text({ nullable: true }),
    totals: json(Totals),
  },
  {
    policy: owners,
    indexes: [
      ["userId", "placedAt"],
      ["placedAt", "id"],
      ["state", "placedAt"],
    ],
  },
);

export const orderLines = table(
  "orderLines",
  {
    id: id(),
    orderId: ref(() => orders, { onDelete: "cascade" }),
    position: integer(),
    kind: text({ values: ["record", "track"] }),
    recordId: integer(),
    recordTitle: text(),
    genre: text(),
    trackId: integer({ nullable: true }),
    title: text(),
    artist: text(),
    quantity: integer({ check: "@ > 0" }),
    unitListCents: integer(),
    unitCents: integer(),
    totalCents: integer(),
  },
  {
    policy: inherit("orderId"),
    uniques: [["orderId", "position"]],
    indexes: [["recordId"]],
  },
);

/** Who is a member, in the shop's own words; the plan that goes with it is in the account. */
export const memberships = table(
  "memberships",
  {
    id: id(),
    userId: ref(() => users, { onDelete: "cascade" }),
    since: timestamp(),
    until: timestamp(),
  },
  { policy: owners, uniques: [["userId"]], indexes: [["since", "id"]] },
);
