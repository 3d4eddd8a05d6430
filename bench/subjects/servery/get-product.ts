import type { Handler } from "servery/server";

import type { getProduct as operation } from "./contract.ts";
import type { tables } from "./tables.ts";

/** Selects all columns: what is not declared is the pipeline's to leave out. */
export const getProduct: Handler<typeof operation, typeof tables> = async ({ input, db, fail }) => {
  const product = await db
    .selectFrom("products")
    .selectAll()
    .where("id", "=", input.id)
    .executeTakeFirst();
  if (product === undefined) throw fail("not_found");
  return product;
};
