import { hash, randomUUIDv7 } from "node:crypto";
import type { DatabaseSync } from "node:sqlite";

import type { Order, OrderInput } from "./schemas.ts";

/** What became of an order: the answer's status and body, as the peers store and send it. */
export interface Placed {
  readonly status: 200 | 404 | 409 | 422;
  readonly body: string;
  readonly replayed: boolean;
}

/** Who orders, where callers sign in: of an audit row. */
export interface Buyer {
  readonly userId: string | undefined;
  readonly address: string;
  readonly requestId: string;
}

/**
 * Places orders as a careful user of a peer would write it: one transaction per order, statements
 * prepared once, the outcome stored under the idempotency key in the same transaction. Where callers are signed in, a
 * key is its caller's own, and the same transaction has an audit row.
 */
export function preparePlaceOrder(
  database: DatabaseSync,
): (input: OrderInput, key: string, buyer: Buyer) => Placed {
  const statements = prepareStatements(database);
  const begin = database.prepare("BEGIN IMMEDIATE");
  const commit = database.prepare("COMMIT");
  const rollback = database.prepare("ROLLBACK");
  return (input, sentKey, buyer) => {
    const { userId, address, requestId } = buyer;
    const key = userId === undefined ? sentKey : `${userId} ${sentKey}`;
    const fingerprint = hash("sha256", JSON.stringify(input), "base64url");
    begin.run();
    try {
      const placed = replay(statements, key, fingerprint) ?? place(statements, input);
      if (placed.status === 200 && !placed.replayed) {
        const now = Date.now();
        statements.store.run(key, fingerprint, placed.status, placed.body, now);
        if (userId !== undefined)
          statements.audit.run(now, userId, "orders.place", address, requestId, placed.status);
        commit.run();
      } else rollback.run();
      return placed;
    } catch (error) {
      if (database.isTransaction) rollback.run();
      throw error;
    }
  };
}

type Statements = ReturnType<typeof prepareStatements>;

function prepareStatements(database: DatabaseSync) {
  return {
    stored: database.prepare("SELECT fingerprint, status, body FROM idempotency WHERE key = ?"),
    store: database.prepare("INSERT INTO idempotency VALUES (?, ?, ?, ?, ?)"),
    audit: database.prepare(
      "INSERT INTO audit (at, userId, operation, address, requestId, status) VALUES (?, ?, ?, ?, ?, ?)",
    ),
    product: database.prepare("SELECT priceCents, stock FROM products WHERE id = ?"),
    take: database.prepare("UPDATE products SET stock = stock - ? WHERE id = ?"),
    order: database.prepare("INSERT INTO orders (id, totalCents) VALUES (?, ?)"),
    line: database.prepare(
      "INSERT INTO orderLines (orderId, productId, quantity, priceCents) VALUES (?, ?, ?, ?)",
    ),
  };
}

function replay({ stored }: Statements, key: string, fingerprint: string): Placed | undefined {
  const row = stored.get(key);
  if (row === undefined) return undefined;
  if (row["fingerprint"] !== fingerprint) return refuse(422, "idempotency_key_reused");
  return { status: row["status"] as 200, body: row["body"] as string, replayed: true };
}

function place(statements: Statements, input: OrderInput): Placed {
  const order: Order = { id: randomUUIDv7(), totalCents: 0, lines: [] };
  for (const { productId, quantity } of input.lines) {
    const product = statements.product.get(productId) as
      | { priceCents: number; stock: number }
      | undefined;
    if (product === undefined) return refuse(404, "not_found");
    if (product.stock < quantity)
      return refuse(409, "out_of_stock", { productId, available: product.stock });
    statements.take.run(quantity, productId);
    order.lines.push({ productId, quantity, priceCents: product.priceCents });
    order.totalCents += product.priceCents * quantity;
  }
  statements.order.run(order.id, order.totalCents);
  for (const { productId, quantity, priceCents } of order.lines)
    statements.line.run(order.id, productId, quantity, priceCents);
  return { status: 200, body: JSON.stringify(order), replayed: false };
}

function refuse(status: 404 | 409 | 422, code: string, data?: object): Placed {
  const body = JSON.stringify({ status, code, ...(data && { data }) });
  return { status, body, replayed: false };
}
