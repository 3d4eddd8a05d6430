import type { Handler } from "servery/server";

import type { getOrder } from "../contract/orders.ts";
import type { StoreTables } from "../tables.ts";
import { toKeyHash } from "./order-key.ts";
import { findOrderRow, viewOrderRow } from "./order-view.ts";

export const getOrderHandler: Handler<typeof getOrder, StoreTables> = async ({
  input,
  db,
  fail,
}) => {
  // The key is the right to this one order, whoever asks and whoever owns it: no row policy can say that.
  const row = await findOrderRow(db.unrestricted, "keyHash", toKeyHash(input.key));
  if (row === undefined) throw fail("not_found");
  return viewOrderRow(db.unrestricted, row);
};
