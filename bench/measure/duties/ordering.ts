import { deepStrictEqual, equal, ok } from "node:assert/strict";

import { toKey } from "../../load/requests.ts";
import { orderHeaders } from "../../shop/answers.ts";
import { scarce } from "../../shop/seed.ts";
import { assertHeaders, assertLogged, type Checked, post, read, withDatabase } from "./ask.ts";

/** Applied in full, once for a key; the same answer for the same key; 422 for another order under it. */
export async function placesOnce(subject: Checked): Promise<void> {
  const key = toKey();
  const lines = [
    { productId: "10", quantity: 2 },
    { productId: "11", quantity: 3 },
  ];
  const before = stockOf(subject, "10", "11");
  const first = await post(subject, lines, key);
  equal(first.status, 200);
  const placed = (await read(subject, first)) as {
    id: string;
    totalCents: number;
    lines: unknown;
  };
  deepStrictEqual(Object.keys(placed), ["id", "totalCents", "lines"]);
  assertHeaders(first, orderHeaders);
  await assertLogged(subject, first, "POST");
  deepStrictEqual(rowsOf(subject, placed.id), { totalCents: placed.totalCents, lines });
  deepStrictEqual(stockOf(subject, "10", "11"), [before[0]! - 2, before[1]! - 3]);

  const again = await post(subject, lines, key);
  equal(again.headers.get("idempotency-replayed"), "true");
  deepStrictEqual(await read(subject, again), placed);
  equal((await post(subject, [lines[0]!], key)).status, 422);
  deepStrictEqual(stockOf(subject, "10", "11"), [before[0]! - 2, before[1]! - 3]);
}

/** Too little stock is 409 and takes nothing, not even the first line's; a wrong quantity is refused. */
export async function refusesOrders(subject: Checked): Promise<void> {
  const before = stockOf(subject, "10", scarce.id);
  const wanted = { productId: scarce.id, quantity: scarce.stock + 1 };
  const refused = await post(subject, [{ productId: "10", quantity: 1 }, wanted], toKey());
  equal(refused.status, 409);
  await assertLogged(subject, refused, "POST");
  const { status } = await post(subject, [{ productId: "10", quantity: 0 }], toKey());
  ok(status === 422 || status === 400, `a quantity of 0 was answered by ${status}`);
  deepStrictEqual(stockOf(subject, "10", scarce.id), before);
}

function stockOf(subject: Checked, ...ids: readonly string[]): number[] {
  return withDatabase(subject, (database) =>
    ids.map(
      (id) =>
        database.prepare("SELECT stock FROM products WHERE id = ?").get(id)!["stock"] as number,
    ),
  );
}

function rowsOf(subject: Checked, id: string): object {
  return withDatabase(subject, (database) => ({
    totalCents: database.prepare("SELECT totalCents FROM orders WHERE id = ?").get(id)?.[
      "totalCents"
    ],
    lines: database
      .prepare("SELECT productId, quantity FROM orderLines WHERE orderId = ? ORDER BY productId")
      .all(id)
      .map((row) => ({ ...row })),
  }));
}
