import type { PasskeySummary } from "../../../contract/identity/passkeys.ts";
import type { SqlRow } from "../../../ports/database.ts";
import type { PasskeyUse, StoredPasskey } from "../../../ports/passkeys.ts";
import type { Ledger, SystemReads } from "../../data/data.ts";

/** Public keys and what is known of their holders' authenticators. Nothing in it is secret. */
export const passkeyTables: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS servery_passkeys (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  name TEXT NOT NULL,
  public_key BLOB NOT NULL,
  counter INTEGER NOT NULL,
  transports TEXT NOT NULL,
  synced INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  last_used_at INTEGER
) STRICT, WITHOUT ROWID`,
  "CREATE INDEX IF NOT EXISTS servery_passkeys_user ON servery_passkeys (user_id)",
];

/** A passkey with its owner. */
export interface OwnedPasskey extends StoredPasskey {
  readonly userId: string;
}

/** Adds one; false where it is known already, whoever has it. */
export function addPasskey(
  ledger: Ledger,
  passkey: StoredPasskey,
  owner: { readonly userId: string; readonly name: string; readonly now: number },
): boolean {
  const added = ledger.run(
    `INSERT OR IGNORE INTO servery_passkeys (id, user_id, name, public_key, counter, transports, synced, created_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    passkey.id,
    owner.userId,
    owner.name,
    passkey.publicKey,
    passkey.counter,
    JSON.stringify(passkey.transports),
    passkey.synced ? 1 : 0,
    owner.now,
  );
  return added.changes === 1;
}

export function findPasskey(reads: SystemReads, id: string): OwnedPasskey | undefined {
  const row = reads.get("SELECT * FROM servery_passkeys WHERE id = ?", id);
  return row && toPasskey(row);
}

export function listPasskeys(reads: SystemReads, userId: string): OwnedPasskey[] {
  return reads
    .all("SELECT * FROM servery_passkeys WHERE user_id = ? ORDER BY created_at", userId)
    .map(toPasskey);
}

export function summarisePasskeys(reads: SystemReads, userId: string): PasskeySummary[] {
  return reads
    .all("SELECT * FROM servery_passkeys WHERE user_id = ? ORDER BY created_at DESC", userId)
    .map((row) => ({
      id: String(row["id"]),
      name: String(row["name"]),
      createdAt: Number(row["created_at"]),
      lastUsedAt: row["last_used_at"] === null ? null : Number(row["last_used_at"]),
      synced: row["synced"] === 1,
    }));
}

/**
 * Writes that a passkey was used; false where its counter did not grow (WebAuthn Level 3 §6.1.1): then
 * there are two of what must be one. Authenticators that do not count say 0 for ever.
 */
export function usePasskey(ledger: Ledger, id: string, use: PasskeyUse, now: number): boolean {
  const used = ledger.run(
    `UPDATE servery_passkeys SET counter = ?1, synced = ?2, last_used_at = ?3
      WHERE id = ?4 AND (counter < ?1 OR (counter = 0 AND ?1 = 0))`,
    use.counter,
    use.synced ? 1 : 0,
    now,
    id,
  );
  return used.changes === 1;
}

/** Removes one of a user's; answers its name. */
export function removePasskey(ledger: Ledger, id: string, userId: string): string | undefined {
  const sql = "DELETE FROM servery_passkeys WHERE id = ? AND user_id = ? RETURNING name";
  const row = ledger.get(sql, id, userId);
  return row && String(row["name"]);
}

function toPasskey(row: SqlRow): OwnedPasskey {
  return {
    id: String(row["id"]),
    userId: String(row["user_id"]),
    publicKey: row["public_key"] as Uint8Array,
    counter: Number(row["counter"]),
    transports: JSON.parse(String(row["transports"])) as string[],
    synced: row["synced"] === 1,
  };
}
