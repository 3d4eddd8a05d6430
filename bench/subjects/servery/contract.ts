import { contract, identity, mutation, problem, query, type Rate } from "servery";

import { Order, OrderInput, OutOfStock, Product, ProductInput } from "../../shop/schemas.ts";

export const getProduct = query({
  path: "/products/:id",
  access: "public",
  input: ProductInput,
  output: Product,
  problems: { not_found: problem(404, "No such product") },
});

export const placeOrder = mutation({
  path: "/orders",
  access: "public",
  input: OrderInput,
  output: Order,
  problems: {
    not_found: problem(404, "No such product"),
    out_of_stock: problem(409, "Not enough stock", OutOfStock),
  },
});

/** The shop as anybody may use it. */
export const openShop = contract({
  name: "shop",
  operations: { products: { get: getProduct }, orders: { place: placeOrder } },
});

/** The same for callers who are signed in, each with a limit for each operation. */
export function toGuardedShop(limit: Rate) {
  return contract({
    name: "shop",
    operations: {
      ...identity(),
      products: { get: { ...getProduct, access: "user", limit } },
      orders: { place: { ...placeOrder, access: "user", limit } },
    },
  });
}
