import { DatabaseSync } from "node:sqlite";

/**
 * After the load, and after the server was killed: every acknowledged order is there, whole, and the
 * stock is what they left. Throws otherwise: figures of a server that loses orders are worth nothing.
 */
export function assertDurable(file: string, subject: string, acknowledged: number): void {
  const database = new DatabaseSync(file);
  const count = (sql: string) => Number(Object.values(database.prepare(sql).get() ?? {})[0]);
  const orders = count("SELECT count(*) FROM orders");
  const lines = count("SELECT count(*) FROM orderLines");
  const sold = count("SELECT coalesce(sum(quantity), 0) FROM orderLines");
  const taken = count("SELECT sum(1000000000 - stock) FROM products WHERE id <> '1'");
  database.close();
  if (orders === acknowledged && lines === 2 * orders && sold === taken) return;
  throw new Error(
    `${subject} acknowledged ${acknowledged} orders; its database has ${orders}, with ${lines} lines of ${sold} records, and ${taken} were taken from stock.`,
  );
}
