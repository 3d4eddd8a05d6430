import type { ApiKeySummary } from "../../../contract/identity/api-keys.ts";
import type { SqlRow, SqlValue } from "../../../ports/database.ts";
import type { Ledger, SystemReads } from "../../data/data.ts";
import { toKeyPrefix } from "./key-text.ts";

/** API keys, with the hash of each. */
export const apiKeyTables: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS servery_api_keys (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  hash TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  last_used_at INTEGER
) STRICT, WITHOUT ROWID`,
  "CREATE INDEX IF NOT EXISTS servery_api_keys_user ON servery_api_keys (user_id)",
];

/** How many keys that still hold a user may have. */
const mostKeys = 25;

/** A key to be kept. */
export interface NewApiKey {
  readonly id: string;
  readonly userId: string;
  readonly name: string;
  readonly hash: string;
  readonly scopes: readonly string[];
  readonly createdAt: number;
  readonly expiresAt: number | null;
}

/** A key that holds. */
export interface HeldApiKey {
  readonly id: string;
  readonly userId: string;
  readonly scopes: ReadonlySet<string>;
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly lastUsedAt: number | null;
}

/** Keeps a key, in the place of those that have expired; false where the user has as many as one may. */
export function addKey(ledger: Ledger, key: NewApiKey): boolean {
  const { userId, createdAt: now } = key;
  ledger.run("DELETE FROM servery_api_keys WHERE user_id = ? AND expires_at <= ?", userId, now);
  const sql = "SELECT count(*) AS n FROM servery_api_keys WHERE user_id = ?";
  if (Number(ledger.get(sql, userId)?.["n"]) >= mostKeys) return false;
  ledger.run(
    "INSERT INTO servery_api_keys (id, user_id, name, hash, scopes, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
    key.id,
    userId,
    key.name,
    key.hash,
    JSON.stringify(key.scopes),
    now,
    key.expiresAt,
  );
  return true;
}

/** Finds the key with an id and a hash, that has not expired. */
export function findKey(
  reads: SystemReads,
  id: string,
  hash: string,
  now: number,
): HeldApiKey | undefined {
  const row = reads.get(
    "SELECT * FROM servery_api_keys WHERE id = ? AND hash = ? AND (expires_at IS NULL OR expires_at > ?)",
    id,
    hash,
    now,
  );
  return row && toHeld(row);
}

export function listKeys(reads: SystemReads, contract: string, userId: string): ApiKeySummary[] {
  return reads
    .all("SELECT * FROM servery_api_keys WHERE user_id = ? ORDER BY created_at DESC", userId)
    .map((row) => {
      const { id, scopes, createdAt, expiresAt, lastUsedAt } = toHeld(row);
      const prefix = toKeyPrefix(contract, id);
      const name = String(row["name"]);
      return { id, name, prefix, scopes: [...scopes], createdAt, expiresAt, lastUsedAt };
    });
}

/** Whether there was one of the user's. */
export function removeKey(ledger: Ledger, id: string, userId: string): boolean {
  const sql = "DELETE FROM servery_api_keys WHERE id = ? AND user_id = ?";
  return ledger.run(sql, id, userId).changes === 1;
}

/** Writes when a key was used. */
export function touchKey(ledger: Ledger, id: string, now: number): void {
  ledger.run("UPDATE servery_api_keys SET last_used_at = ? WHERE id = ?", now, id);
}

function toHeld(row: SqlRow): HeldApiKey {
  return {
    id: String(row["id"]),
    userId: String(row["user_id"]),
    scopes: new Set(JSON.parse(String(row["scopes"])) as string[]),
    createdAt: Number(row["created_at"]),
    expiresAt: toTime(row["expires_at"]),
    lastUsedAt: toTime(row["last_used_at"]),
  };
}

function toTime(value: SqlValue | undefined): number | null {
  return value === null || value === undefined ? null : Number(value);
}
