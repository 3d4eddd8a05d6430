import { contract } from "servery";

import { quoteCart } from "./contract/cart.ts";
import { artists, genres } from "./contract/catalogue.ts";
import { getOrder, placeOrder } from "./contract/orders.ts";
import { getRecord, listRecords, listTracks } from "./contract/records.ts";
import { regions } from "./contract/regions.ts";

/** All that passes over the counter of the record shop. */
export const store = contract({
  name: "store",
  title: "Runout Records",
  description:
    "A record shop: browse, price a cart for a region, place an order, look it up by its key.",
  version: "2026-11-20",
  basePath: "/api",
  operations: {
    regions,
    genres,
    artists,
    records: { list: listRecords, get: getRecord },
    tracks: { list: listTracks },
    cart: { quote: quoteCart },
    orders: { place: placeOrder, get: getOrder },
  },
});
