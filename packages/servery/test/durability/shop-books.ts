import { DatabaseSync } from "node:sqlite";

import type { Order } from "./shop-client.ts";

/** An order that the shop has acknowledged. */
export interface Acknowledged {
  readonly order: Order;
  readonly id: string;
}

/**
 * Holds the shop's database against a client's ledger, and answers everything that is wrong: an
 * acknowledged order that is missing or changed, one that is applied in part or twice, stock that
 * does not add up, an outcome without its effect, a damaged file.
 */
export function auditShop(file: string, acknowledged: Iterable<Acknowledged>): string[] {
  // Read-only, so that the log is left for the service to recover from.
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    return [
      ...auditFile(database),
      ...auditBooks(database),
      ...auditLedger(database, acknowledged),
    ];
  } finally {
    database.close();
  }
}

function* auditFile(database: DatabaseSync): Iterable<string> {
  for (const row of database.prepare("PRAGMA integrity_check").all())
    if (row["integrity_check"] !== "ok") yield `integrity: ${String(row["integrity_check"])}`;
  for (const row of database.prepare("PRAGMA foreign_key_check").all())
    yield `a row of ${String(row["table"])} refers to nothing`;
}

const books: Readonly<Record<string, string>> = {
  "applied in part": `SELECT reference AS what FROM orders
    WHERE lineCount <> (SELECT count(*) FROM orderLines WHERE orderId = orders.id)`,
  "applied twice": "SELECT reference AS what FROM orders GROUP BY reference HAVING count(*) > 1",
  "its stock does not add up": `SELECT id AS what FROM products
    WHERE initial - stock <> (SELECT coalesce(sum(quantity), 0) FROM orderLines WHERE productId = products.id)`,
  oversold: "SELECT id AS what FROM products WHERE stock < 0",
  "outcomes and effects differ in number": `SELECT count(*) AS what FROM orders
    HAVING what <> (SELECT count(*) FROM servery_idempotency WHERE status = 200)`,
};

function* auditBooks(database: DatabaseSync): Iterable<string> {
  for (const [wrong, sql] of Object.entries(books))
    for (const { what } of database.prepare(sql).all()) yield `${String(what)}: ${wrong}`;
}

function* auditLedger(
  database: DatabaseSync,
  acknowledged: Iterable<Acknowledged>,
): Iterable<string> {
  const reference = database.prepare("SELECT reference FROM orders WHERE id = ?");
  const lines = database.prepare(
    "SELECT productId, quantity FROM orderLines WHERE orderId = ? ORDER BY id",
  );
  for (const { order, id } of acknowledged) {
    if (reference.get(id)?.["reference"] !== order.reference)
      yield `${order.reference}: acknowledged as ${id}, and lost`;
    else if (JSON.stringify(lines.all(id)) !== JSON.stringify(order.lines))
      yield `${order.reference}: its lines are not those that were acknowledged`;
  }
}
