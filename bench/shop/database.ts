import { DatabaseSync } from "node:sqlite";

/**
 * The peers' schema: what Servery's tables of the same shop become, with tables for idempotency
 * keys, users, sessions and the audit.
 */
const schema = `
  CREATE TABLE IF NOT EXISTS products (
    id TEXT PRIMARY KEY NOT NULL, name TEXT NOT NULL, artist TEXT NOT NULL, description TEXT NOT NULL,
    priceCents INTEGER NOT NULL, stock INTEGER NOT NULL CHECK (stock >= 0), supplierCents INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS orders (id TEXT PRIMARY KEY NOT NULL, totalCents INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS orderLines (
    id INTEGER PRIMARY KEY NOT NULL,
    orderId TEXT NOT NULL REFERENCES orders (id), productId TEXT NOT NULL REFERENCES products (id),
    quantity INTEGER NOT NULL, priceCents INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS orderLinesByOrder ON orderLines (orderId);
  CREATE TABLE IF NOT EXISTS idempotency (
    key TEXT PRIMARY KEY NOT NULL, fingerprint TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL,
    createdAt INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS users (id TEXT PRIMARY KEY NOT NULL, email TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE IF NOT EXISTS sessions (
    tokenHash TEXT PRIMARY KEY NOT NULL, userId TEXT NOT NULL REFERENCES users (id), expiresAt INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS audit (
    id INTEGER PRIMARY KEY NOT NULL, at INTEGER NOT NULL, userId TEXT NOT NULL, operation TEXT NOT NULL,
    address TEXT NOT NULL, requestId TEXT NOT NULL, status INTEGER NOT NULL
  ) STRICT;
`;

/** Opens a peer's database with the settings that Servery uses: a commit is on disk before it returns. */
export function openShop(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: 5000 });
  database.exec(
    `PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
     PRAGMA cache_size = -16000; PRAGMA temp_store = MEMORY;`,
  );
  database.exec(schema);
  return database;
}
