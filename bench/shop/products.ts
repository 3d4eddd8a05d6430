import type { DatabaseSync } from "node:sqlite";

import type { z } from "zod";
import type { Product } from "./schemas.ts";

/** The row as the table has it: the product and a column that must not leave. */
export type ProductRow = z.infer<typeof Product> & { readonly supplierCents: number };

/** Prepares the look-up of one product. */
export function prepareFindProduct(database: DatabaseSync): (id: string) => ProductRow | undefined {
  const statement = database.prepare("SELECT * FROM products WHERE id = ?");
  return (id) => statement.get(id) as ProductRow | undefined;
}
