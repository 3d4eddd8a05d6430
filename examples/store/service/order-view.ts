import type * as z from "zod";
import type { Db } from "servery/server";

import type { Order } from "../contract/orders.ts";
import type { StoreTables } from "../tables.ts";

type Rows = Db<StoreTables>["unrestricted"];
type OrderRow = Awaited<ReturnType<typeof findOrderRow>> & {};

/** Finds an order; through a handler's own `db` only one that is the caller's to see. */
export function findOrderRow(db: Rows, column: "number" | "keyHash", value: string) {
  return db.selectFrom("orders").selectAll().where(column, "=", value).executeTakeFirst();
}

/** An order with its lines, as the contract shows it. */
export async function viewOrderRow(db: Rows, row: OrderRow): Promise<z.output<typeof Order>> {
  const { number, placedAt, state, region, regionName, delivery, totals } = row;
  const { customerName: name, customerEmail: email, street, postalCode, city } = row;
  const hasAddress = street !== null && postalCode !== null && city !== null;
  return {
    number,
    placedAt,
    state,
    region,
    regionName,
    delivery,
    totals,
    customer: name !== null && email !== null ? { name, email } : null,
    address: hasAddress ? { street, postalCode, city } : null,
    lines: await findLines(db, row.id),
  };
}

async function findLines(db: Rows, orderId: string) {
  const rows = await db
    .selectFrom("orderLines")
    .selectAll()
    .where("orderId", "=", orderId)
    .orderBy("position")
    .execute();
  return rows.map(({ id: _, orderId: __, position: ___, trackId, ...line }) => ({
    ...line,
    id: trackId ?? line.recordId,
  }));
}
