import { id, integer, ref, table, text } from "servery/server";

import { books } from "./policies.ts";

/** What was sold before there was a counter: the catalogue's own history, in cents of the US dollar. */
export const invoices = table(
  "invoices",
  {
    id: id({ type: "integer" }),
    customerId: integer(),
    /** `2021-01-01` */
    date: text({ check: "length(@) = 10" }),
    city: text(),
    country: text(),
    totalCents: integer({ check: "@ >= 0" }),
  },
  { policy: books, indexes: [["date"]] },
);

export const invoiceLines = table(
  "invoiceLines",
  {
    id: id({ type: "integer" }),
    invoiceId: ref(() => invoices, { onDelete: "cascade" }),
    trackId: integer(),
    genre: text(),
    priceCents: integer({ check: "@ >= 0" }),
    quantity: integer({ check: "@ > 0" }),
  },
  { policy: books, indexes: [["invoiceId"]] },
);
