import { createService } from "servery/server";

import { store } from "./contract.ts";
import {
  cancelOrderHandler,
  listOrdersHandler,
  shipOrderHandler,
  viewOrderHandler,
} from "./service/admin/orders.ts";
import { listMembersHandler } from "./service/admin/members.ts";
import { listProductsHandler, updateProductHandler } from "./service/admin/products.ts";
import { getSalesHandler } from "./service/admin/sales.ts";
import { getOrderHandler } from "./service/get-order.ts";
import { getRecordHandler } from "./service/get-record.ts";
import { listRecordsHandler } from "./service/list-records.ts";
import { listTracksHandler } from "./service/list-tracks.ts";
import { identityAt } from "./service/identity.ts";
import {
  getMembershipHandler,
  joinMembersHandler,
  leaveMembersHandler,
} from "./service/membership.ts";
import { claimOrderHandler, getMyOrderHandler, listMyOrdersHandler } from "./service/my-orders.ts";
import { placeOrderHandler } from "./service/place-order.ts";
import { quoteCartHandler } from "./service/quote-cart.ts";
import { tables } from "./tables.ts";

/** Where the shop is to be found; told, never taken from a request. */
const origin =
  process.env["STORE_ORIGIN"] ??
  process.env["SERVERY_ORIGIN"] ??
  `http://localhost:${process.env["PORT"] ?? 4000}`;

/** The kitchen: accounts, regions, genres and artists need no handler of their own. */
export default createService(store, {
  tables,
  identity: identityAt(origin),
  handlers: {
    records: { list: listRecordsHandler, get: getRecordHandler },
    tracks: { list: listTracksHandler },
    cart: { quote: quoteCartHandler },
    orders: { place: placeOrderHandler, get: getOrderHandler },
    myOrders: { list: listMyOrdersHandler, get: getMyOrderHandler, claim: claimOrderHandler },
    membership: { get: getMembershipHandler, join: joinMembersHandler, leave: leaveMembersHandler },
    admin: {
      products: { list: listProductsHandler, update: updateProductHandler },
      orders: {
        list: listOrdersHandler,
        view: viewOrderHandler,
        ship: shipOrderHandler,
        cancel: cancelOrderHandler,
      },
      sales: { get: getSalesHandler },
      members: { list: listMembersHandler },
    },
  },
});
