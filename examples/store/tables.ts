import { users } from "servery/server";

import { artists, genres, records, tracks } from "./tables/catalogue.ts";
import { invoiceLines, invoices } from "./tables/invoices.ts";
import { memberships, orderLines, orders } from "./tables/orders.ts";
import { discounts, regions } from "./tables/prices.ts";

/** What is kept, and who may see and change it. */
export const tables = {
  users,
  genres,
  artists,
  records,
  tracks,
  regions,
  discounts,
  orders,
  orderLines,
  memberships,
  invoices,
  invoiceLines,
};
export type StoreTables = typeof tables;
