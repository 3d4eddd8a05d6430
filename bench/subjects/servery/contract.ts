import { contract, mutation, problem, query } from "servery";

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

export const shop = contract({
  name: "shop",
  operations: { products: { get: getProduct }, orders: { place: placeOrder } },
});
