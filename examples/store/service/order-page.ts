import type * as z from "zod";
import type { Db } from "servery/server";

import type { orderState, OrderSummary } from "../contract/orders.ts";
import type { StoreTables } from "../tables.ts";
import { type TimePlace, toTimeCursor } from "./time-cursor.ts";

interface Page {
  readonly limit: number;
  readonly after: TimePlace | undefined;
  readonly userId?: string;
  readonly state?: z.output<typeof orderState> | undefined;
}

const titlesShown = 3;

/** A page of the orders that the caller may see, the latest first. */
export async function pageOrders(db: Db<StoreTables>, page: Page) {
  const rows = await selectOrders(db, page).execute();
  const shown = rows.slice(0, page.limit);
  const last = rows.length > page.limit ? shown.at(-1) : undefined;
  const lines = await findLines(
    db,
    shown.map(({ id }) => id),
  );
  return {
    items: shown.map((row) => ({
      ...toSummary(row, lines.get(row.id) ?? []),
      customerName: row.customerName,
      regionName: row.regionName,
    })),
    nextCursor: last === undefined ? null : toTimeCursor({ at: last.placedAt, id: last.id }),
  };
}

type Row = Awaited<ReturnType<ReturnType<typeof selectOrders>["execute"]>>[number];

/** One row more than the page has, to know whether another follows. */
function selectOrders(db: Db<StoreTables>, { limit, after, userId, state }: Page) {
  return db
    .selectFrom("orders")
    .select(["id", "number", "placedAt", "state", "totals", "customerName", "regionName"])
    .$if(userId !== undefined, (mine) => mine.where("userId", "=", userId!))
    .$if(state !== undefined, (all) => all.where("state", "=", state!))
    .$if(after !== undefined, (all) =>
      all.where((eb) =>
        eb.or([
          eb("placedAt", "<", after!.at),
          eb.and([eb("placedAt", "=", after!.at), eb("id", "<", after!.id)]),
        ]),
      ),
    )
    .orderBy("placedAt", "desc")
    .orderBy("id", "desc")
    .limit(limit + 1);
}

interface Line {
  readonly title: string;
  readonly quantity: number;
}

async function findLines(
  db: Db<StoreTables>,
  orderIds: readonly string[],
): Promise<Map<string, Line[]>> {
  if (orderIds.length === 0) return new Map();
  const lines = await db
    .selectFrom("orderLines")
    .select(["orderId", "title", "quantity"])
    .where("orderId", "in", orderIds)
    .orderBy("position")
    .execute();
  return Map.groupBy(lines, ({ orderId }) => orderId);
}

function toSummary(row: Row, lines: readonly Line[]): z.output<typeof OrderSummary> {
  const { number, placedAt, state, totals } = row;
  return {
    number,
    placedAt,
    state,
    currency: totals.currency,
    totalCents: totals.totalCents,
    titles: lines.slice(0, titlesShown).map(({ title }) => title),
    items: lines.reduce((sum, { quantity }) => sum + quantity, 0),
  };
}
