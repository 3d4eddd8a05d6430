import * as z from "zod";

/** What a caller gets of a product. The table has one column more, `supplierCents`, that must not leave. */
export const Product = z.object({
  id: z.string(),
  name: z.string(),
  artist: z.string(),
  description: z.string(),
  priceCents: z.int(),
  stock: z.int(),
});

export const ProductInput = z.object({ id: z.string().min(1).max(40) });

export const OrderInput = z.object({
  lines: z
    .array(z.object({ productId: z.string().min(1).max(40), quantity: z.int().min(1).max(100) }))
    .min(1)
    .max(50),
});

export const Order = z.object({
  id: z.string(),
  totalCents: z.int(),
  lines: z.array(z.object({ productId: z.string(), quantity: z.int(), priceCents: z.int() })),
});

export const OutOfStock = z.object({ productId: z.string(), available: z.int() });

export type OrderInput = z.infer<typeof OrderInput>;
export type Order = z.infer<typeof Order>;
