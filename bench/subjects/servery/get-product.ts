import { type Db, type Handler, prepared } from "servery/server";

import type { getProduct as operation } from "./contract.ts";
import type { tables } from "./tables.ts";

/** Selects all columns: what is not declared is the pipeline's to leave out. */
const productById = prepared((db: Db<typeof tables>, { id }: { id: string }) =>
  db.selectFrom("products").selectAll().where("id", "=", id),
);

export const getProduct: Handler<typeof operation, typeof tables> = async ({ input, db, fail }) => {
  const product = await productById.first(db, input);
  if (product === undefined) throw fail("not_found");
  return product;
};
