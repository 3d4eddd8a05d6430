import { takeTurn } from "../../base/gcra.ts";
import type { Ledger } from "../data/data.ts";

/** Counters of attempts to prove who one is. They outlive the process. */
export const throttleTables: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS servery_throttle (
  key TEXT PRIMARY KEY,
  failures INTEGER NOT NULL,
  until INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID`,
  "CREATE INDEX IF NOT EXISTS servery_throttle_expiry ON servery_throttle (expires_at)",
];

/** What becomes of an attempt. */
export type Admission =
  | { readonly allowed: true; readonly failures: number }
  /** `locked`: so many failed that only a reset helps. */
  | { readonly allowed: false; readonly retryAfterMs: number; readonly locked: boolean };

const freeFailures = 5;
const longestWaitMs = 900_000;
/** NIST SP 800-63B §3.2.2. */
const mostFailures = 100;
/** Counted failures are kept so long after the last attempt. */
const keepMs = 30 * 86_400_000;

/**
 * Counts an attempt as a failure before it is made, so that neither many at once nor a crash escape the
 * count; {@link clearFailures} takes it back when the attempt succeeds. Five are free; then each next one
 * waits for 1, 2, 4 … 900 seconds.
 */
export function reserveAttempt(ledger: Ledger, key: string, now: number): Admission {
  purge(ledger, now);
  const row = ledger.get(
    "SELECT failures, until FROM servery_throttle WHERE key = ? AND expires_at > ?",
    key,
    now,
  );
  const failures = Number(row?.["failures"] ?? 0);
  const until = Number(row?.["until"] ?? 0);
  if (failures >= mostFailures)
    return { allowed: false, retryAfterMs: longestWaitMs, locked: true };
  if (until > now) return { allowed: false, retryAfterMs: until - now, locked: false };
  put(ledger, key, failures + 1, now + waitAfter(failures + 1), now + keepMs);
  return { allowed: true, failures: failures + 1 };
}

/** How long after a failure the next attempt has to wait. */
function waitAfter(failures: number): number {
  if (failures < freeFailures) return 0;
  return Math.min(longestWaitMs, 1000 * 2 ** Math.min(failures - freeFailures, 20));
}

/** Whether a counted failure was the last one that is let. */
export function locksOut({ failures }: { readonly failures: number }): boolean {
  return failures >= mostFailures;
}

/** Forgets the failures of a key. */
export function clearFailures(ledger: Ledger, key: string): void {
  ledger.run("DELETE FROM servery_throttle WHERE key = ?", key);
}

/** So many in a time, evenly (GCRA): `count` at once, then one for each `perMs / count`, a whole number. */
export interface ThrottleRate {
  readonly count: number;
  readonly perMs: number;
}

/** Counts one use of a rate; a refused one costs nothing. */
export function takeFromRate(
  ledger: Ledger,
  key: string,
  { count, perMs }: ThrottleRate,
  now: number,
): Admission {
  const row = ledger.get("SELECT until FROM servery_throttle WHERE key = ?", key);
  const pace = { interval: perMs / count, burst: count };
  const turn = takeTurn(pace, row && Number(row["until"]), now);
  if (!turn.allowed) return { allowed: false, retryAfterMs: turn.retryAfter, locked: false };
  put(ledger, key, 0, turn.busyUntil, turn.busyUntil);
  return { allowed: true, failures: 0 };
}

function put(ledger: Ledger, key: string, failures: number, until: number, expiresAt: number) {
  ledger.run(
    `INSERT INTO servery_throttle (key, failures, until, expires_at) VALUES (?, ?, ?, ?)
      ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, until = excluded.until, expires_at = excluded.expires_at`,
    key,
    failures,
    until,
    expiresAt,
  );
}

/** A few at a time, so that it takes no time. */
function purge(ledger: Ledger, now: number): void {
  ledger.run(
    "DELETE FROM servery_throttle WHERE key IN (SELECT key FROM servery_throttle WHERE expires_at <= ? LIMIT 20)",
    now,
  );
}
