import { plan, role, scope } from "servery";

import { adminRole, membersPlan, ordersScope } from "./bounds.ts";

/** Who runs the shop: sees all orders, edits the shelves, looks at the sales. */
export const admin = role(adminRole);

/** Whoever has joined the shop, and pays the members' price. */
export const members = plan(membersPlan);

/** What an API key needs to read its owner's orders: a bookkeeper's program, say. */
export const readOrders = scope(ordersScope);
