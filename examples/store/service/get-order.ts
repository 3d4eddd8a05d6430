import type { Db, Handler } from "servery/server";

import type { getOrder } from "../contract/orders.ts";
import type { StoreTables } from "../tables.ts";
import { toKeyHash } from "./order-key.ts";

export const getOrderHandler: Handler<typeof getOrder, StoreTables> = async ({
  input,
  db,
  fail,
}) => {
  const row = await db
    .selectFrom("orders")
    .selectAll()
    .where("keyHash", "=", toKeyHash(input.key))
    .executeTakeFirst();
  if (row === undefined) throw fail("not_found");
  const { number, placedAt, region, regionName, delivery, totals, street, postalCode, city } = row;
  const hasAddress = street !== null && postalCode !== null && city !== null;
  return {
    number,
    placedAt,
    region,
    regionName,
    delivery,
    totals,
    customer: { name: row.customerName, email: row.customerEmail },
    address: hasAddress ? { street, postalCode, city } : null,
    lines: await findLines(db, row.id),
  };
};

async function findLines(db: Db<StoreTables>, orderId: string) {
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
