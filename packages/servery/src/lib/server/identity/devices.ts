import type { Platform } from "../../ports/platform.ts";
import type { Ledger, SystemReads } from "../data/data.ts";
import { toBase64Url } from "../handling/random.ts";

/**
 * Devices on which a user has signed in before: their attempts are counted for themselves, so that a
 * stranger's cannot lock the owner out. A device may be known to several users.
 */
export const deviceTables: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS servery_devices (
  token_hash TEXT NOT NULL,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  last_used_at INTEGER NOT NULL,
  PRIMARY KEY (token_hash, user_id)
) STRICT, WITHOUT ROWID`,
  "CREATE INDEX IF NOT EXISTS servery_devices_user ON servery_devices (user_id)",
];

/** How long a device is remembered after its last sign-in: 400 days, the longest that browsers keep a cookie. */
export const deviceMs = 400 * 86_400_000;

type Tools = Pick<Platform, "randomBytes" | "sha256">;

/** Whether a user has signed in on the device of a token. */
export function isKnownDevice(
  { sha256 }: Tools,
  reads: SystemReads,
  { userId, token, now }: { userId: string; token: string | undefined; now: number },
): boolean {
  if (token === undefined) return false;
  const row = reads.get(
    "SELECT 1 FROM servery_devices WHERE token_hash = ? AND user_id = ? AND last_used_at > ?",
    sha256(token),
    userId,
    now - deviceMs,
  );
  return row !== undefined;
}

/** Remembers a device; answers its token, and whether it was new to the user. */
export function rememberDevice(
  tools: Tools,
  ledger: Ledger,
  { userId, token, now }: { userId: string; token: string | undefined; now: number },
): { readonly token: string; readonly isNew: boolean } {
  purge(ledger, userId, now);
  const isNew = !isKnownDevice(tools, ledger, { userId, token, now });
  // A token that nobody here has given out may be known to somebody else too.
  const kept = token !== undefined && isGivenOut(tools, ledger, token) ? token : undefined;
  const device = kept ?? toBase64Url(tools.randomBytes(32));
  ledger.run(
    `INSERT INTO servery_devices (token_hash, user_id, last_used_at) VALUES (?, ?, ?)
      ON CONFLICT (token_hash, user_id) DO UPDATE SET last_used_at = excluded.last_used_at`,
    tools.sha256(device),
    userId,
    now,
  );
  return { token: device, isNew };
}

/** Forgets all devices of a user. */
export function forgetDevices(ledger: Ledger, userId: string): void {
  ledger.run("DELETE FROM servery_devices WHERE user_id = ?", userId);
}

function isGivenOut({ sha256 }: Tools, reads: SystemReads, token: string): boolean {
  const row = reads.get(
    "SELECT 1 FROM servery_devices WHERE token_hash = ? LIMIT 1",
    sha256(token),
  );
  return row !== undefined;
}

/** How many devices of one user are remembered; the longest unused go first. */
const mostDevices = 50;

function purge(ledger: Ledger, userId: string, now: number): void {
  ledger.run(
    `DELETE FROM servery_devices WHERE user_id = ? AND (last_used_at <= ? OR token_hash NOT IN
      (SELECT token_hash FROM servery_devices WHERE user_id = ? ORDER BY last_used_at DESC LIMIT ?))`,
    userId,
    now - deviceMs,
    userId,
    mostDevices - 1,
  );
}
