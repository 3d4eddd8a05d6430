import type { Db, Fail, Handler } from "servery/server";

import type { cancelOrder, listOrders, shipOrder, viewOrder } from "../../contract/admin/orders.ts";
import type { orderStates } from "../../contract/bounds.ts";
import type { StoreTables } from "../../tables.ts";
import { pageOrders } from "../order-page.ts";
import { findOrderRow, viewOrderRow } from "../order-view.ts";
import { fromTimeCursor } from "../time-cursor.ts";

export const listOrdersHandler: Handler<typeof listOrders, StoreTables> = async ({
  input: { cursor, limit, state },
  db,
  fail,
}) => {
  const after = cursor === undefined ? undefined : fromTimeCursor(cursor);
  if (cursor !== undefined && after === undefined) throw fail("invalid_cursor");
  return { ...(await pageOrders(db, { limit, after, state })), counts: await countStates(db) };
};

export const viewOrderHandler: Handler<typeof viewOrder, StoreTables> = async ({
  input,
  db,
  fail,
}) => {
  const row = await findOrderRow(db, "number", input.number);
  if (row === undefined) throw fail("not_found");
  return handled(db, row);
};

export const shipOrderHandler: Handler<typeof shipOrder, StoreTables> = async ({
  input,
  db,
  fail,
}) => {
  const row = await finish(db, input.number, "shipped", fail);
  return handled(db, row);
};

/** The stock comes back in the same transaction, so that no copy is in two places or in none. */
export const cancelOrderHandler: Handler<typeof cancelOrder, StoreTables> = async ({
  input,
  db,
  fail,
}) => {
  const row = await finish(db, input.number, "cancelled", fail);
  await returnStock(db, row.id);
  return handled(db, row);
};

type State = (typeof orderStates)[number];
type OrderRow = Awaited<ReturnType<typeof findOrderRow>> & {};

async function handled(db: Db<StoreTables>, row: OrderRow) {
  return { ...(await viewOrderRow(db, row)), hasAccount: row.userId !== null };
}

/** What was shipped or cancelled stays so. */
async function finish(
  db: Db<StoreTables>,
  number: string,
  state: State,
  fail: Fail<typeof shipOrder>,
): Promise<OrderRow> {
  const row = await findOrderRow(db, "number", number);
  if (row === undefined) throw fail("not_found");
  if (row.state !== "placed") throw fail("wrong_state", { state: row.state });
  await db.updateTable("orders").set({ state }).where("id", "=", row.id).execute();
  return { ...row, state };
}

async function returnStock(db: Db<StoreTables>, orderId: string): Promise<void> {
  const lines = await db
    .selectFrom("orderLines")
    .select(["recordId", "quantity"])
    .where("orderId", "=", orderId)
    .where("kind", "=", "record")
    .execute();
  for (const { recordId, quantity } of lines)
    await db
      .updateTable("records")
      .set((eb) => ({ stock: eb("stock", "+", quantity), version: eb("version", "+", 1) }))
      .where("id", "=", recordId)
      .execute();
}

async function countStates(db: Db<StoreTables>): Promise<Record<State, number>> {
  const rows = await db
    .selectFrom("orders")
    .select(["state", ({ fn }) => fn.countAll<number>().as("count")])
    .groupBy("state")
    .execute();
  const counts = { placed: 0, shipped: 0, cancelled: 0 };
  for (const { state, count } of rows) counts[state] = count;
  return counts;
}
