import type { Handler } from "servery/server";

import type { claimOrder, getMyOrder, listMyOrders } from "../contract/my-orders.ts";
import type { StoreTables } from "../tables.ts";
import { toKeyHash } from "./order-key.ts";
import { pageOrders } from "./order-page.ts";
import { findOrderRow, viewOrderRow } from "./order-view.ts";
import { fromTimeCursor } from "./time-cursor.ts";

/** An administrator may see all orders; "mine" are those of the account all the same. */
export const listMyOrdersHandler: Handler<typeof listMyOrders, StoreTables> = async ({
  input: { cursor, limit },
  db,
  fail,
  user,
}) => {
  const after = cursor === undefined ? undefined : fromTimeCursor(cursor);
  if (cursor !== undefined && after === undefined) throw fail("invalid_cursor");
  return pageOrders(db, { limit, after, userId: user.id });
};

export const getMyOrderHandler: Handler<typeof getMyOrder, StoreTables> = async ({
  input,
  db,
  fail,
  user,
}) => {
  const row = await findOrderRow(db, "number", input.number);
  if (row?.userId !== user.id) throw fail("not_found");
  return viewOrderRow(db, row);
};

/** Its key is the proof, and an order is claimed once: one of another account is as good as not there. */
export const claimOrderHandler: Handler<typeof claimOrder, StoreTables> = async ({
  input,
  db,
  fail,
  user,
}) => {
  // An order that nobody owns is in nobody's rows: found by its key alone, and taken only while it is so.
  const keyHash = toKeyHash(input.key);
  await db.unrestricted
    .updateTable("orders")
    .set({ userId: user.id })
    .where("keyHash", "=", keyHash)
    .where("userId", "is", null)
    // What a deleted account has left to the books is nobody's any more.
    .where("customerEmail", "is not", null)
    .execute();
  const row = await findOrderRow(db, "keyHash", keyHash);
  if (row?.userId !== user.id) throw fail("not_found");
  return viewOrderRow(db, row);
};
