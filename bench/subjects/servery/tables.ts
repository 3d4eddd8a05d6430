import { everyone, id, integer, ref, table, text } from "servery/server";

const products = table(
  "products",
  {
    id: id(),
    name: text(),
    artist: text(),
    description: text(),
    priceCents: integer(),
    stock: integer({ check: "@ >= 0" }),
    supplierCents: integer(),
  },
  { policy: everyone },
);

const orders = table("orders", { id: id(), totalCents: integer() }, { policy: everyone });

const orderLines = table(
  "orderLines",
  {
    id: id({ type: "integer" }),
    orderId: ref(() => orders),
    productId: ref(() => products),
    quantity: integer(),
    priceCents: integer(),
  },
  { policy: everyone, indexes: [["orderId"]] },
);

export const tables = { products, orders, orderLines };
