import { deepStrictEqual, equal, match, ok } from "node:assert/strict";
import { closeSync, openSync, readFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";

import { type Style, toKey } from "../load/requests.ts";
import { orderHeaders, readHeaders } from "../shop/answers.ts";
import { scarce } from "../shop/seed.ts";
import type { SubjectName } from "../subjects/subject.ts";
import { startChild } from "./child.ts";

/** A subject that has been started for the check, and how to speak to it. */
interface Checked {
  readonly name: SubjectName;
  readonly style: Style;
  readonly url: string;
  readonly databaseFile: string;
  readonly logFile: string;
}

/** Proves before anything is timed that a subject does every duty. Throws at the first that it omits. */
export async function checkDuties(name: SubjectName, databaseFile: string): Promise<void> {
  const logFile = `${databaseFile}.log`;
  const output = openSync(logFile, "w");
  const child = startChild("serve.ts", [name, databaseFile], { core: 0, output });
  try {
    const { port } = await child.receive<{ port: number }>();
    const subject: Checked = {
      name,
      databaseFile,
      logFile,
      url: `http://127.0.0.1:${port}`,
      style: name === "orpc" ? "rpc" : "routes",
    };
    for (const duty of [
      readsProjected,
      answersConditionally,
      refusesReads,
      placesOnce,
      refusesOrders,
    ])
      await duty(subject).catch((error: unknown) => {
        throw new Error(`${name} does not do the duty "${duty.name}": ${String(error)}`, {
          cause: error,
        });
      });
  } finally {
    await child.stop();
    closeSync(output);
  }
}

/** Declared fields only, the same bytes, every header, one log line. */
async function readsProjected(subject: Checked): Promise<void> {
  const response = await get(subject, "124");
  equal(response.status, 200);
  equal(JSON.stringify(unwrap(subject, await response.json())), expectedProduct);
  match(response.headers.get("content-type") ?? "", /^application\/json/);
  match(response.headers.get("etag") ?? "", /^"[\w+/=-]{20,}"$/);
  assertHeaders(response, readHeaders);
  await assertLogged(subject, response, "GET");
}

const expectedProduct = JSON.stringify({
  id: "124",
  name: "Record number 124",
  artist: "Artist 124",
  description: "Pressing 7 of a record that was made to be read often and changed seldom.",
  priceCents: 499 + ((124 * 7919) % 4000),
  stock: 1_000_000_000,
});

/** The tag of an answer, sent back, is answered by 304 without a body. */
async function answersConditionally(subject: Checked): Promise<void> {
  if (subject.name === "bare") return; // It sends bytes; it decides nothing.
  const etag = (await get(subject, "125")).headers.get("etag")!;
  const response = await get(subject, "125", { "if-none-match": etag });
  equal(response.status, 304);
  equal(await response.text(), "");
}

/** Unknown is 404; what the schema refuses never reaches the database. */
async function refusesReads(subject: Checked): Promise<void> {
  const unknown = await get(subject, "none");
  equal(unknown.status, 404);
  await assertLogged(subject, unknown, "GET");
  if (subject.name === "bare") return;
  const status = (await get(subject, "x".repeat(41))).status;
  ok(status === 422 || status === 400, `an id of 41 characters was answered by ${status}`);
}

/** Applied in full, once for a key; the same answer for the same key; 422 for another order under it. */
async function placesOnce(subject: Checked): Promise<void> {
  const key = toKey();
  const lines = [
    { productId: "10", quantity: 2 },
    { productId: "11", quantity: 3 },
  ];
  const before = stockOf(subject, "10", "11");
  const first = await post(subject, lines, key);
  equal(first.status, 200);
  const placed = unwrap(subject, await first.json()) as {
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
  deepStrictEqual(unwrap(subject, await again.json()), placed);
  equal((await post(subject, [lines[0]!], key)).status, 422);
  deepStrictEqual(stockOf(subject, "10", "11"), [before[0]! - 2, before[1]! - 3]);
}

/** Too little stock is 409 and takes nothing, not even the first line's; a wrong quantity is refused. */
async function refusesOrders(subject: Checked): Promise<void> {
  const before = stockOf(subject, "10", scarce.id);
  const wanted = { productId: scarce.id, quantity: scarce.stock + 1 };
  const refused = await post(subject, [{ productId: "10", quantity: 1 }, wanted], toKey());
  equal(refused.status, 409);
  await assertLogged(subject, refused, "POST");
  const { status } = await post(subject, [{ productId: "10", quantity: 0 }], toKey());
  ok(status === 422 || status === 400, `a quantity of 0 was answered by ${status}`);
  deepStrictEqual(stockOf(subject, "10", scarce.id), before);
}

function get(
  { style, url }: Checked,
  id: string,
  headers: Record<string, string> = {},
): Promise<Response> {
  if (style === "routes") return fetch(`${url}/products/${id}`, { headers });
  return fetch(`${url}/products/get?data=${encodeURIComponent(JSON.stringify({ json: { id } }))}`, {
    headers,
  });
}

function post({ style, url }: Checked, lines: readonly object[], key: string): Promise<Response> {
  return fetch(`${url}/orders${style === "rpc" ? "/place" : ""}`, {
    method: "POST",
    headers: { "content-type": "application/json", "idempotency-key": `"${key}"` },
    body: JSON.stringify(style === "rpc" ? { json: { lines } } : { lines }),
  });
}

function unwrap({ style }: Checked, body: unknown): unknown {
  return style === "rpc" ? (body as { json: unknown }).json : body;
}

function assertHeaders(response: Response, expected: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(expected))
    equal(response.headers.get(name), value, name);
  match(response.headers.get("x-request-id") ?? "", /^[\w.-]{12,}$/);
  match(response.headers.get("content-length") ?? "", /^\d+$/);
}

/** Logs are written without waiting, so the line is waited for. */
async function assertLogged(
  { logFile }: Checked,
  response: Response,
  method: string,
): Promise<void> {
  const requestId = response.headers.get("x-request-id")!;
  for (let attempt = 0; ; attempt++) {
    const lines = readFileSync(logFile, "utf8")
      .split("\n")
      .filter((line) => line.includes(requestId));
    if (lines.length === 0 && attempt < 100) {
      await sleep(20);
      continue;
    }
    equal(lines.length, 1, `${lines.length} log lines for one request`);
    const line = JSON.parse(lines[0]!) as Record<string, unknown>;
    equal(line["method"], method);
    equal(line["status"], response.status);
    equal(typeof (line["operation"] ?? line["path"]), "string");
    equal(typeof line["ms"], "number");
    return;
  }
}

function stockOf({ databaseFile }: Checked, ...ids: readonly string[]): number[] {
  return withDatabase(databaseFile, (database) =>
    ids.map(
      (id) =>
        database.prepare("SELECT stock FROM products WHERE id = ?").get(id)!["stock"] as number,
    ),
  );
}

function rowsOf({ databaseFile }: Checked, id: string): object {
  return withDatabase(databaseFile, (database) => ({
    totalCents: database.prepare("SELECT totalCents FROM orders WHERE id = ?").get(id)?.[
      "totalCents"
    ],
    lines: database
      .prepare("SELECT productId, quantity FROM orderLines WHERE orderId = ? ORDER BY productId")
      .all(id)
      .map((row) => ({ ...row })),
  }));
}

function withDatabase<Result>(file: string, use: (database: DatabaseSync) => Result): Result {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return use(database);
  } finally {
    database.close();
  }
}
