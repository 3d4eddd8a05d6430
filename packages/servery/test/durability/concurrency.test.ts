import { connect } from "node:net";

import { afterEach, beforeEach, expect, it } from "vitest";

import { createRandom, toSeed } from "./random.ts";
import { type Acknowledged, auditShop } from "./shop-books.ts";
import { makeOrder, type Order, placeOrder } from "./shop-client.ts";
import { makeShopFile, type ShopFile } from "./shop-file.ts";
import { type ShopProcess, startShop } from "./shop-process.ts";

const random = createRandom(toSeed());
const clients = 64;

let shop: ShopFile;
let server: ShopProcess;
beforeEach(async () => {
  shop = await makeShopFile({ last: 10, p1: 1_000_000, p2: 1_000_000 });
  server = await startShop(shop.file);
});
afterEach(async () => {
  await server.kill();
  shop.remove();
});

it("sells the last 10 to exactly 10 of 64 clients, though each asks for another record first", async () => {
  const orders = Array.from({ length: clients }, () => ({
    ...makeOrder(random, ["p1"]),
    lines: [
      { productId: "p1", quantity: 1 },
      { productId: "last", quantity: 1 },
    ],
  }));
  const outcomes = await Promise.all(orders.map((order) => placeOrder(server.url, order)));
  const placed = outcomes.filter(({ kind }) => kind === "placed");
  const refused = outcomes.filter(
    (outcome) => outcome.kind === "refused" && outcome.status === 409,
  );
  expect([placed.length, refused.length]).toEqual([10, clients - 10]);
  await server.end();
  // The books add up: none of the 54 took the record that it asked for first.
  expect(auditShop(shop.file, toAcknowledged(orders, outcomes))).toEqual([]);
});

it("applies an order that is sent 64 times at once under one key exactly once", async () => {
  const order = makeOrder(random, ["p1", "p2"]);
  const ids = await Promise.all(Array.from({ length: clients }, () => placeUntilKnown(order)));
  expect(new Set(ids).size).toBe(1);
  await server.end();
  expect(auditShop(shop.file, [{ order, id: ids[0]! }])).toEqual([]);
});

it(`never applies in part what clients give up at random (seed ${random.seed})`, async () => {
  const orders = Array.from({ length: 400 }, () => makeOrder(random, ["p1", "p2"]));
  const acknowledged: Acknowledged[] = [];
  const queue = [...orders];
  const client = async () => {
    for (let order = queue.pop(); order !== undefined; order = queue.pop()) {
      if (random.below(4) === 0) await giveUp(order);
      else acknowledged.push({ order, id: await placeUntilKnown(order) });
    }
  };
  await Promise.all(Array.from({ length: clients }, client));
  expect(acknowledged.length).toBeGreaterThan(200);
  await server.end();
  expect(auditShop(shop.file, acknowledged)).toEqual([]);
});

/** Sends a part of an order, or all of it, and breaks the connection some turns of the loop later. */
async function giveUp(order: Order): Promise<void> {
  const body = JSON.stringify({ reference: order.reference, lines: order.lines });
  const request =
    `POST /orders HTTP/1.1\r\nhost: shop\r\ncontent-type: application/json\r\n` +
    `idempotency-key: "${order.key}"\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
  const sent = random.below(3) === 0 ? random.below(request.length) : request.length;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const socket = connect(server.port, "127.0.0.1", async () => {
    socket.write(request.slice(0, sent));
    for (let turn = random.below(40); turn > 0; turn--)
      await new Promise<void>((next) => void setImmediate(next));
    socket.resetAndDestroy();
  });
  socket.on("error", reject).on("close", () => resolve());
  await promise;
}

/** A twin in flight is answered by 409 and asks to be sent again. */
async function placeUntilKnown(order: Order): Promise<string> {
  for (;;) {
    const outcome = await placeOrder(server.url, order);
    if (outcome.kind === "placed") return outcome.id;
    expect(outcome).toEqual({ kind: "refused", status: 409 });
  }
}

function toAcknowledged(
  orders: readonly Order[],
  outcomes: readonly { readonly kind: string; readonly id?: string }[],
): Acknowledged[] {
  return outcomes.flatMap(({ id }, index) =>
    id === undefined ? [] : [{ order: orders[index]!, id }],
  );
}
