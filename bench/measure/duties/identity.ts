import { equal, match, notEqual, ok } from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";

import { toKey } from "../../load/requests.ts";
import { isServery } from "../../subjects/subject.ts";
import { type Checked, getAs, post, withDatabase } from "./ask.ts";

/** Requests a minute when the limit is checked. */
export const fewPerMinute = 5;

/** Without a session, or with one that nobody has, there is no answer; the token is not on the disk. */
export async function asksForSessions(checked: Checked): Promise<void> {
  const [caller] = checked.credentials;
  const token = /=([^;]+)/.exec(caller!["cookie"]!)![1]!;
  const forged = { ...caller, cookie: caller!["cookie"]!.replace(token, "A".repeat(token.length)) };
  for (const credentials of [{}, forged]) {
    equal((await getAs(checked, credentials, "124")).status, 401);
    equal(
      (await post(checked, [{ productId: "10", quantity: 1 }], toKey(), credentials)).status,
      401,
    );
  }
  equal((await getAs(checked, caller!, "124")).status, 200);
  for (const file of [checked.path, `${checked.path}-wal`])
    ok(!existsSync(file) || !readFileSync(file).includes(token), "a token is kept in the clear");
}

/** One caller's key is not another's; an order leaves one audit row that names its request. */
export async function auditsOrders(checked: Checked): Promise<void> {
  const before = countAudit(checked);
  const key = toKey();
  const [one, other] = [checked.credentials[0]!, checked.credentials[1]!];
  const orders = [];
  for (const caller of [one, other])
    orders.push(await post(checked, [{ productId: "10", quantity: 1 }], key, caller));
  for (const { status, headers } of orders) {
    equal(status, 200);
    equal(headers.get("idempotency-replayed"), null);
  }
  equal(countAudit(checked), before + 2);
  const requestId = orders[0]!.headers.get("x-request-id")!;
  equal(countAudit(checked, requestId), 1);
}

/** Who signed out is refused from the next request on, although the session was kept in memory. */
export async function forgetsAtOnce(checked: Checked): Promise<void> {
  const [leaving, staying] = [checked.credentials.at(-1)!, checked.credentials[0]!];
  equal((await getAs(checked, leaving, "124")).status, 200);
  const { status } = await fetch(checked.url + checked.style.signOutTarget, {
    method: "POST",
    headers: { ...leaving, "content-type": "application/json" },
    body: JSON.stringify(checked.style.wrap({})),
  });
  ok(status < 300, `sign-out was answered by ${status}`);
  equal((await getAs(checked, leaving, "124")).status, 401);
  equal((await getAs(checked, staying, "124")).status, 200);
}

/** With a limit of {@link fewPerMinute}: the headers count down, then it is 429, for this caller alone. */
export async function limitsCallers(checked: Checked): Promise<void> {
  const [one, other] = [checked.credentials[0]!, checked.credentials[1]!];
  const left: string[] = [];
  for (let count = 0; count < fewPerMinute; count++) {
    const { status, headers } = await getAs(checked, one, "124");
    equal(status, 200);
    left.push(leftOf(headers));
  }
  equal(new Set(left).size, fewPerMinute);
  const refused = await getAs(checked, one, "124");
  equal(refused.status, 429);
  match(refused.headers.get("retry-after") ?? "", /^[1-9]\d*$/);
  notEqual((await getAs(checked, other, "124")).status, 429);
}

function leftOf(headers: Headers): string {
  const left = headers.get("ratelimit") ?? headers.get("ratelimit-remaining");
  ok(left !== null, "the limit is not told");
  return left;
}

function countAudit(checked: Checked, requestId = "%"): number {
  return withDatabase(checked, (database) => {
    const [table, column] = isServery(checked.subject)
      ? ["servery_audit", "request_id"]
      : ["audit", "requestId"];
    const sql = `SELECT count(*) AS count FROM ${table} WHERE ${column} LIKE ?`;
    return database.prepare(sql).get(requestId)!["count"] as number;
  });
}
