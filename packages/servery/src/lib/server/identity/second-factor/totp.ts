import { Secret, TOTP } from "otpauth";

import type { Ledger, SystemReads } from "../../data/data.ts";

/**
 * Authenticator apps (TOTP, RFC 6238). A secret without `confirmed_at` is being set up, and asked for by
 * nobody. The secret has to be known to check a code, so who reads the database can make codes; a
 * password is still needed beside them. `last_step` is the step of the last code that was taken.
 */
export const totpTables: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS servery_totp (
  user_id TEXT PRIMARY KEY REFERENCES users (id) ON DELETE CASCADE,
  secret TEXT NOT NULL,
  confirmed_at INTEGER,
  last_step INTEGER NOT NULL
) STRICT, WITHOUT ROWID`,
];

const stepMs = 30_000;
const beforeAll = -1;

/** Whether somebody has to give a code when signing in. */
export function hasTotp(reads: SystemReads, userId: string): boolean {
  const sql = "SELECT 1 FROM servery_totp WHERE user_id = ? AND confirmed_at IS NOT NULL";
  return reads.get(sql, userId) !== undefined;
}

/** A secret that counts once a code of it has confirmed it; one that was begun before is forgotten. */
export function beginTotp(ledger: Ledger, userId: string, random: Uint8Array): string {
  const secret = new Secret({ buffer: new Uint8Array(random).buffer }).base32;
  ledger.run(
    "INSERT OR REPLACE INTO servery_totp (user_id, secret, confirmed_at, last_step) VALUES (?, ?, NULL, ?)",
    userId,
    secret,
    beforeAll,
  );
  return secret;
}

/** What an authenticator app reads from a picture (Google's key URI format, which all of them take). */
export function toTotpUri(issuer: string, label: string, secret: string): string {
  return new TOTP({ issuer, label, secret: Secret.fromBase32(secret) }).toString();
}

/** Whether somebody has begun to set up an app. */
export function isTotpBegun(reads: SystemReads, userId: string): boolean {
  const sql = "SELECT 1 FROM servery_totp WHERE user_id = ? AND confirmed_at IS NULL";
  return reads.get(sql, userId) !== undefined;
}

/**
 * Takes a code of the app, one step of the clock early or late. Each step is taken once, and none
 * before it, so that a code that was watched is worth nothing.
 */
export function takeTotpCode(ledger: Ledger, userId: string, code: string, now: number): boolean {
  const row = ledger.get("SELECT secret FROM servery_totp WHERE user_id = ?", userId);
  if (row === undefined || !/^\d{6}$/.test(code)) return false;
  const totp = new TOTP({ secret: Secret.fromBase32(String(row["secret"])) });
  const delta = totp.validate({ token: code, timestamp: now, window: 1 });
  if (delta === null) return false;
  const step = Math.floor(now / stepMs) + delta;
  const taken = ledger.run(
    "UPDATE servery_totp SET last_step = ? WHERE user_id = ? AND last_step < ?",
    step,
    userId,
    step,
  );
  return taken.changes === 1;
}

/** From now on a code is asked for. */
export function confirmTotp(ledger: Ledger, userId: string, now: number): void {
  ledger.run("UPDATE servery_totp SET confirmed_at = ? WHERE user_id = ?", now, userId);
}

/** Whether there was one. */
export function removeTotp(ledger: Ledger, userId: string): boolean {
  const sql = "DELETE FROM servery_totp WHERE user_id = ? AND confirmed_at IS NOT NULL";
  return ledger.run(sql, userId).changes === 1;
}
