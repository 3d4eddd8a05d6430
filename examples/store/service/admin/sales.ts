import type { Db, Handler } from "servery/server";

import type { getSales } from "../../contract/admin/sales.ts";
import type { StoreTables } from "../../tables.ts";

export const getSalesHandler: Handler<typeof getSales, StoreTables> = async ({
  input: { year },
  db,
}) => {
  const time = toRange(year);
  return {
    currency: "USD",
    years: await findYears(db),
    totals: await findTotals(db, time),
    months: await findMonths(db, time),
    genres: await findGenres(db, time),
    countries: await findCountries(db, time),
  };
};

/** Dates are text in the order of time, so that a year is a range. */
type Range = readonly [from: string, before: string];

function toRange(year: number | undefined): Range {
  return year === undefined ? ["0000", "9999"] : [`${year}`, `${year + 1}`];
}

async function findYears(db: Db<StoreTables>): Promise<number[]> {
  const rows = await db
    .selectFrom("invoices")
    .select(({ fn, val }) => fn<string>("substr", ["date", val(1), val(4)]).as("year"))
    .distinct()
    .orderBy("year")
    .execute();
  return rows.map(({ year }) => Number(year));
}

function selectInvoices(db: Db<StoreTables>, [from, before]: Range) {
  return db
    .selectFrom("invoices")
    .where("invoices.date", ">=", from)
    .where("invoices.date", "<", before);
}

function selectLines(db: Db<StoreTables>, time: Range) {
  return selectInvoices(db, time).innerJoin(
    "invoiceLines",
    "invoiceLines.invoiceId",
    "invoices.id",
  );
}

async function findTotals(db: Db<StoreTables>, time: Range) {
  const paid = await selectInvoices(db, time)
    .select(({ fn }) => [
      fn.sum<number | null>("totalCents").as("cents"),
      fn.countAll<number>().as("invoices"),
      fn.count<number>("customerId").distinct().as("customers"),
    ])
    .executeTakeFirstOrThrow();
  const sold = await selectLines(db, time)
    .select(({ fn }) => fn.sum<number | null>("quantity").as("tracks"))
    .executeTakeFirstOrThrow();
  return { ...paid, cents: paid.cents ?? 0, tracks: sold.tracks ?? 0 };
}

function findMonths(db: Db<StoreTables>, time: Range) {
  return selectInvoices(db, time)
    .select(({ fn, val }) => [
      fn<string>("substr", ["date", val(1), val(7)]).as("month"),
      fn.sum<number>("totalCents").as("cents"),
      fn.countAll<number>().as("invoices"),
    ])
    .groupBy("month")
    .orderBy("month")
    .execute();
}

function findGenres(db: Db<StoreTables>, time: Range) {
  return selectLines(db, time)
    .select(({ eb, fn, ref }) => [
      "genre",
      fn.sum<number>(eb("priceCents", "*", ref("quantity"))).as("cents"),
      fn.sum<number>("quantity").as("tracks"),
    ])
    .groupBy("genre")
    .orderBy("cents", "desc")
    .orderBy("genre")
    .execute();
}

function findCountries(db: Db<StoreTables>, time: Range) {
  return selectInvoices(db, time)
    .select(({ fn }) => [
      "country",
      fn.sum<number>("totalCents").as("cents"),
      fn.countAll<number>().as("invoices"),
    ])
    .groupBy("country")
    .orderBy("cents", "desc")
    .orderBy("country")
    .execute();
}
