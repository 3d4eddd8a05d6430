import { DatabaseSync } from "node:sqlite";

/** As many as nobody can buy in a run. */
const plenty = 1_000_000_000;

/** Fills the `products` table of a shop's database, whoever made the table. */
export function seedProducts(file: string, count: number): void {
  const database = new DatabaseSync(file);
  const insert = database.prepare(
    `INSERT INTO products (id, name, artist, description, priceCents, stock, supplierCents)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  database.exec("BEGIN");
  for (let number = 1; number <= count; number++) {
    const price = 499 + ((number * 7919) % 4000);
    insert.run(
      String(number),
      `Record number ${number}`,
      `Artist ${number % 997}`,
      `Pressing ${number % 13} of a record that was made to be read often and changed seldom.`,
      price,
      number === scarce.number ? scarce.stock : plenty,
      Math.floor(price / 2),
    );
  }
  database.exec("COMMIT; PRAGMA wal_checkpoint(TRUNCATE);");
  database.close();
}

/** The one product that can be sold out, for the check of duties; the load does not ask for it. */
export const scarce = { number: 1, id: "1", stock: 3 };
