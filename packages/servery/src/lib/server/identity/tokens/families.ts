import type { Tokens } from "../../../contract/identity/shapes.ts";
import type { Platform } from "../../../ports/platform.ts";
import type { Ledger, SystemReads } from "../../data/data.ts";
import { toBase64Url } from "../../handling/random.ts";
import type { CreatedSession } from "../sessions.ts";
import {
  type AccessToken,
  formatAccessToken,
  formatRefreshToken,
  type RefreshToken,
} from "./token-text.ts";

/**
 * The tokens of a session: its current refresh token and the one before, the current access token and
 * the one before. Hashes only. A successor is made from its predecessor's secret and `nonce`, so that
 * whoever sends the predecessor again gets the same successor, and whoever reads this table gets none.
 */
export const tokenTables: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS servery_tokens (
  session_id TEXT PRIMARY KEY REFERENCES servery_sessions (id) ON DELETE CASCADE,
  refresh_hash TEXT NOT NULL,
  previous_refresh_hash TEXT,
  nonce TEXT,
  rotated_at INTEGER NOT NULL,
  access_hash TEXT NOT NULL,
  access_expires_at INTEGER NOT NULL,
  previous_access_hash TEXT,
  previous_access_expires_at INTEGER
) STRICT, WITHOUT ROWID`,
];

/** How long an access token is good for, in milliseconds. */
export const accessMs = 10 * 60_000;
/** How long a predecessor still gets its successor, where the answer that brought it was lost. */
export const graceMs = 30_000;

type Crypto = Pick<Platform, "sha256" | "randomBytes">;

/** A session that tokens stand for. */
type TokenSession = Pick<CreatedSession, "id" | "expiresAt">;

/** What came of a refresh token. */
export type Rotation =
  | { readonly kind: "rotated" | "repeated"; readonly tokens: Tokens }
  /** It was good once: somebody else has had it. */
  | { readonly kind: "reused" }
  /** It never was one of this session's. */
  | { readonly kind: "unknown" };

/** Makes the first tokens of a session, in the transaction that makes the session. */
export function startFamily(
  ledger: Ledger,
  crypto: Crypto,
  session: CreatedSession,
  now: number,
): Tokens {
  const secret = toBase64Url(crypto.randomBytes(32));
  const accessExpiresAt = toAccessEnd(session, now);
  ledger.run(
    `INSERT INTO servery_tokens (session_id, refresh_hash, rotated_at, access_hash, access_expires_at)
      VALUES (?, ?, ?, ?, ?)`,
    session.id,
    crypto.sha256(secret),
    now,
    crypto.sha256(toAccessSecret(crypto, secret)),
    accessExpiresAt,
  );
  const token = { sessionId: session.id, family: session.token, secret };
  return toTokens(crypto, session, token, accessExpiresAt);
}

/**
 * Changes a refresh token for its successor. The one before the current is answered with the current
 * one again, for 30 seconds and as long as nobody has used that: its answer was lost. Everything older
 * is `reused`. One who knows only the session's name learns nothing, and ends nothing.
 */
export function rotate(
  ledger: Ledger,
  crypto: Crypto,
  session: TokenSession,
  token: RefreshToken,
  now: number,
): Rotation {
  const row = ledger.get(
    `SELECT held.* FROM servery_tokens AS held JOIN servery_sessions AS session ON session.id = held.session_id
      WHERE session.id = ? AND session.token_hash = ?`,
    session.id,
    crypto.sha256(token.family),
  );
  if (row === undefined) return { kind: "unknown" };
  const hash = crypto.sha256(token.secret);
  if (hash === row["refresh_hash"]) return advance(ledger, crypto, session, token, hash, now);
  const isLate = now - Number(row["rotated_at"]) > graceMs;
  if (hash !== row["previous_refresh_hash"] || isLate) return { kind: "reused" };
  const next = toSuccessor(crypto, token, String(row["nonce"]));
  const accessEnd = Number(row["access_expires_at"]);
  return { kind: "repeated", tokens: toTokens(crypto, session, next, accessEnd) };
}

function advance(
  ledger: Ledger,
  crypto: Crypto,
  session: TokenSession,
  token: RefreshToken,
  hash: string,
  now: number,
): Rotation {
  const nonce = toBase64Url(crypto.randomBytes(32));
  const next = toSuccessor(crypto, token, nonce);
  const accessExpiresAt = toAccessEnd(session, now);
  const { changes } = ledger.run(
    `UPDATE servery_tokens SET previous_refresh_hash = refresh_hash, refresh_hash = ?, nonce = ?, rotated_at = ?,
      previous_access_hash = access_hash, previous_access_expires_at = access_expires_at,
      access_hash = ?, access_expires_at = ?
      WHERE session_id = ? AND refresh_hash = ?`,
    crypto.sha256(next.secret),
    nonce,
    now,
    crypto.sha256(toAccessSecret(crypto, next.secret)),
    accessExpiresAt,
    session.id,
    hash,
  );
  if (changes !== 1) return { kind: "reused" };
  return { kind: "rotated", tokens: toTokens(crypto, session, next, accessExpiresAt) };
}

/**
 * Finds until when an access token is good; `undefined` for one that is not. The one before the current
 * lives out its own time: calls may be on their way with it.
 */
export function findAccessEnd(
  system: SystemReads,
  { sha256 }: Pick<Crypto, "sha256">,
  { sessionId, secret }: AccessToken,
  now: number,
): number | undefined {
  const hash = sha256(secret);
  const row = system.get(
    `SELECT CASE ? WHEN access_hash THEN access_expires_at
        WHEN previous_access_hash THEN previous_access_expires_at END AS end
      FROM servery_tokens WHERE session_id = ?`,
    hash,
    sessionId,
  );
  const end = row?.["end"] ?? undefined;
  return end !== undefined && Number(end) > now ? Number(end) : undefined;
}

function toSuccessor({ sha256 }: Crypto, token: RefreshToken, nonce: string): RefreshToken {
  return { ...token, secret: sha256(`servery refresh ${token.secret} ${nonce}`) };
}

/** One way, so that an access token, which travels more, does not give the refresh token. */
function toAccessSecret({ sha256 }: Crypto, refreshSecret: string): string {
  return sha256(`servery access ${refreshSecret}`);
}

function toAccessEnd({ expiresAt }: TokenSession, now: number): number {
  return Math.min(now + accessMs, expiresAt);
}

function toTokens(
  crypto: Crypto,
  session: TokenSession,
  token: RefreshToken,
  accessExpiresAt: number,
): Tokens {
  const secret = toAccessSecret(crypto, token.secret);
  return {
    accessToken: formatAccessToken({ sessionId: session.id, secret }),
    accessExpiresAt,
    refreshToken: formatRefreshToken(token),
    sessionExpiresAt: session.expiresAt,
  };
}
