import type { SqlRow } from "../../ports/database.ts";
import type { Platform } from "../../ports/platform.ts";
import type { Ledger, SystemReads } from "../data/data.ts";
import { toBase64Url } from "../handling/random.ts";
import type { SessionLifetimes } from "./settings.ts";

/** Sessions, of cookies and of tokens. Of a token only its SHA-256 is kept. */
export const sessionTables: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS servery_sessions (
  id TEXT PRIMARY KEY,
  token_hash TEXT NOT NULL UNIQUE,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  address TEXT,
  user_agent TEXT,
  created_at INTEGER NOT NULL,
  authenticated_at INTEGER NOT NULL,
  last_used_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID`,
  "CREATE INDEX IF NOT EXISTS servery_sessions_user ON servery_sessions (user_id)",
  "CREATE INDEX IF NOT EXISTS servery_sessions_expiry ON servery_sessions (expires_at)",
];

/** How the caller holds a session: a cookie of a browser, or tokens of our own. */
export type SessionKind = "cookie" | "tokens";

export interface NewSession {
  readonly userId: string;
  readonly kind: SessionKind;
  readonly address: string | undefined;
  readonly userAgent: string | undefined;
  readonly now: number;
  /** The session that goes on under a new token: no proof was given, so neither its end nor its freshness moves. */
  readonly continues?: Pick<Session, "authenticatedAt" | "expiresAt"> | undefined;
}

export interface CreatedSession {
  readonly id: string;
  /** 43 characters, shown once. Of a session of cookies it is the cookie's value. */
  readonly token: string;
  /** When the user has to sign in again, in epoch milliseconds. */
  readonly expiresAt: number;
}

/** A session as it is kept, without what proves it. */
export interface Session {
  readonly id: string;
  readonly userId: string;
  readonly kind: SessionKind;
  readonly address: string | null;
  readonly userAgent: string | null;
  readonly createdAt: number;
  readonly authenticatedAt: number;
  readonly lastUsedAt: number;
  readonly expiresAt: number;
}

/** Begins a session in the caller's transaction. */
export function createSession(
  ledger: Ledger,
  platform: Pick<Platform, "randomBytes" | "sha256">,
  { absoluteMs }: SessionLifetimes,
  { userId, kind, address, userAgent, now, continues }: NewSession,
): CreatedSession {
  const id = toBase64Url(platform.randomBytes(16));
  const token = toBase64Url(platform.randomBytes(32));
  const { expiresAt, authenticatedAt } = continues ?? {
    expiresAt: now + absoluteMs,
    authenticatedAt: now,
  };
  purge(ledger, now);
  endSurplus(ledger, userId);
  ledger.run(
    `INSERT INTO servery_sessions (id, token_hash, user_id, kind, address, user_agent, created_at, authenticated_at, last_used_at, expires_at)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    id,
    platform.sha256(token),
    userId,
    kind,
    address ?? null,
    userAgent?.slice(0, 300) ?? null,
    now,
    authenticatedAt,
    now,
    expiresAt,
  );
  return { id, token, expiresAt };
}

/** Ends a user's sessions, all or all but one; answers how many. */
export function endSessions(
  ledger: Ledger,
  { userId, except = "" }: { readonly userId: string; readonly except?: string | undefined },
): number {
  return ledger.run("DELETE FROM servery_sessions WHERE user_id = ? AND id <> ?", userId, except)
    .changes;
}

/** Ends one session, where it is the user's. */
export function endSession(ledger: Ledger, userId: string, id: string): boolean {
  const { changes } = ledger.run(
    "DELETE FROM servery_sessions WHERE user_id = ? AND id = ?",
    userId,
    id,
  );
  return changes > 0;
}

/** The sessions of a user that hold, the latest used first. */
export function readSessions(
  reads: SystemReads,
  { idleMs }: SessionLifetimes,
  userId: string,
  now: number,
): Session[] {
  return reads
    .all(
      `SELECT * FROM servery_sessions WHERE user_id = ? AND expires_at > ? AND last_used_at > ?
        ORDER BY last_used_at DESC, id`,
      userId,
      now,
      now - idleMs,
    )
    .map(toSession);
}

/** One session by its id, whether or not it still holds. */
export function readSession(reads: SystemReads, id: string): Session | undefined {
  const row = reads.get("SELECT * FROM servery_sessions WHERE id = ?", id);
  return row === undefined ? undefined : toSession(row);
}

/** The session of a cookie's value. */
export function findCookieSession(reads: SystemReads, tokenHash: string): Session | undefined {
  const row = reads.get(
    "SELECT * FROM servery_sessions WHERE token_hash = ? AND kind = 'cookie'",
    tokenHash,
  );
  return row === undefined ? undefined : toSession(row);
}

/** Notes that a session is in use. */
export function touchSession(ledger: Ledger, id: string, now: number): void {
  ledger.run(
    "UPDATE servery_sessions SET last_used_at = ? WHERE id = ? AND last_used_at < ?",
    now,
    id,
    now,
  );
}

function toSession(row: SqlRow): Session {
  return {
    id: String(row["id"]),
    userId: String(row["user_id"]),
    kind: row["kind"] as SessionKind,
    address: row["address"] as string | null,
    userAgent: row["user_agent"] as string | null,
    createdAt: Number(row["created_at"]),
    authenticatedAt: Number(row["authenticated_at"]),
    lastUsedAt: Number(row["last_used_at"]),
    expiresAt: Number(row["expires_at"]),
  };
}

/** A few at a time, so that it takes no time. */
function purge(ledger: Ledger, now: number): void {
  ledger.run(
    "DELETE FROM servery_sessions WHERE id IN (SELECT id FROM servery_sessions WHERE expires_at <= ? LIMIT 20)",
    now,
  );
}

/** How many sessions one user may have at once. */
const mostSessions = 100;

/** Makes room for one more: those that were unused for longest end. */
function endSurplus(ledger: Ledger, userId: string): void {
  ledger.run(
    `DELETE FROM servery_sessions WHERE id IN
      (SELECT id FROM servery_sessions WHERE user_id = ? ORDER BY last_used_at DESC, created_at DESC LIMIT -1 OFFSET ?)`,
    userId,
    mostSessions - 1,
  );
}
