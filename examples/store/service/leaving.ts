import type { Db } from "servery/server";

import type { StoreTables } from "../tables.ts";
import { viewOrderRow } from "./order-view.ts";

interface Owner {
  readonly db: Db<StoreTables>;
  readonly userId: string;
}

/**
 * Before an account is deleted: what the books must keep of its orders stays (number, lines, totals,
 * country), who it was goes. What belongs to the account alone is deleted with it.
 */
export async function eraseCustomer({ db, userId }: Owner): Promise<void> {
  await db
    .updateTable("orders")
    .set({ customerName: null, customerEmail: null, street: null, postalCode: null, city: null })
    .where("userId", "=", userId)
    .execute();
}

/** What the shop itself keeps of somebody, for them to take along. */
export async function exportCustomer({ db, userId }: Owner) {
  const rows = await db
    .selectFrom("orders")
    .selectAll()
    .where("userId", "=", userId)
    .orderBy("placedAt")
    .execute();
  const orders = [];
  for (const row of rows) orders.push(await viewOrderRow(db, row));
  const membership = await db
    .selectFrom("memberships")
    .select(["since", "until"])
    .where("userId", "=", userId)
    .executeTakeFirst();
  return { orders, membership: membership ?? null };
}
