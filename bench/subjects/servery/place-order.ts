import type { Handler } from "servery/server";

import type { placeOrder as operation } from "./contract.ts";
import type { tables } from "./tables.ts";

/** What the peers do by hand, in the operation's own transaction; the key is the engine's affair. */
export const placeOrder: Handler<typeof operation, typeof tables> = async ({ input, db, fail }) => {
  const lines = [];
  let totalCents = 0;
  for (const { productId, quantity } of input.lines) {
    const product = await db
      .selectFrom("products")
      .select(["priceCents", "stock"])
      .where("id", "=", productId)
      .executeTakeFirst();
    if (product === undefined) throw fail("not_found");
    if (product.stock < quantity)
      throw fail("out_of_stock", { productId, available: product.stock });
    // Mutations run one at a time: nobody has changed the stock since it was read.
    await db
      .updateTable("products")
      .set({ stock: product.stock - quantity })
      .where("id", "=", productId)
      .execute();
    lines.push({ productId, quantity, priceCents: product.priceCents });
    totalCents += product.priceCents * quantity;
  }
  const { id } = await db
    .insertInto("orders")
    .values({ totalCents })
    .returning("id")
    .executeTakeFirstOrThrow();
  await db
    .insertInto("orderLines")
    .values(lines.map((line) => ({ orderId: id, ...line })))
    .execute();
  return { id, totalCents, lines };
};
