import { contract, identity } from "servery";

import { admin, members, readOrders } from "./contract/access.ts";
import { listMembers } from "./contract/admin/members.ts";
import { cancelOrder, listOrders, shipOrder, viewOrder } from "./contract/admin/orders.ts";
import { listProducts, updateProduct } from "./contract/admin/products.ts";
import { getSales } from "./contract/admin/sales.ts";
import { quoteCart } from "./contract/cart.ts";
import { artists, genres } from "./contract/catalogue.ts";
import { getMembership, joinMembers, leaveMembers } from "./contract/membership.ts";
import { claimOrder, getMyOrder, listMyOrders } from "./contract/my-orders.ts";
import { getOrder, placeOrder } from "./contract/orders.ts";
import { getRecord, listRecords, listTracks } from "./contract/records.ts";
import { regions } from "./contract/regions.ts";

/** All that passes over the counter of the record shop. */
export const store = contract({
  name: "store",
  title: "Runout Records",
  description:
    "A record shop: browse, price a cart for a region, place an order, look it up by its key or in an account.",
  version: "2026-11-20",
  basePath: "/api",
  operations: {
    ...identity({
      administrators: admin,
      plans: [members],
      tokens: true,
      scopes: [readOrders],
      totp: true,
      passkeys: true,
      spam: { work: 16 },
    }),
    regions,
    genres,
    artists,
    records: { list: listRecords, get: getRecord },
    tracks: { list: listTracks },
    cart: { quote: quoteCart },
    orders: { place: placeOrder, get: getOrder },
    myOrders: { list: listMyOrders, get: getMyOrder, claim: claimOrder },
    membership: { get: getMembership, join: joinMembers, leave: leaveMembers },
    admin: {
      products: { list: listProducts, update: updateProduct },
      orders: { list: listOrders, view: viewOrder, ship: shipOrder, cancel: cancelOrder },
      sales: { get: getSales },
      members: { list: listMembers },
    },
  },
});
