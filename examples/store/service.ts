import { createService } from "servery/server";

import { store } from "./contract.ts";
import { getOrderHandler } from "./service/get-order.ts";
import { getRecordHandler } from "./service/get-record.ts";
import { listRecordsHandler } from "./service/list-records.ts";
import { listTracksHandler } from "./service/list-tracks.ts";
import { placeOrderHandler } from "./service/place-order.ts";
import { quoteCartHandler } from "./service/quote-cart.ts";
import { tables } from "./tables.ts";

/** The kitchen: regions, genres and artists are resources and need no handler of their own. */
export default createService(store, {
  tables,
  handlers: {
    records: { list: listRecordsHandler, get: getRecordHandler },
    tracks: { list: listTracksHandler },
    cart: { quote: quoteCartHandler },
    orders: { place: placeOrderHandler, get: getOrderHandler },
  },
});
