import type { Platform } from "../../ports/platform.ts";
import type { SqlRow } from "../../ports/database.ts";
import type { Ledger, SystemReads } from "../data/data.ts";
import { toBase64Url } from "../handling/random.ts";
import { equalTexts } from "./bytes.ts";

/**
 * Everything that may be used once: attempts to sign up, links, pending sign-ins, challenges of other
 * protocols. `id` is the SHA-256 of a token of 256 bits that only its holder knows.
 */
export const challengeTables: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS servery_challenges (
  id TEXT PRIMARY KEY,
  kind TEXT NOT NULL,
  user_id TEXT REFERENCES users (id) ON DELETE CASCADE,
  code_hash TEXT,
  data TEXT NOT NULL,
  tries_left INTEGER NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID`,
  "CREATE INDEX IF NOT EXISTS servery_challenges_user ON servery_challenges (user_id, kind) WHERE user_id IS NOT NULL",
  "CREATE INDEX IF NOT EXISTS servery_challenges_expiry ON servery_challenges (expires_at)",
];

type Tools = Pick<Platform, "randomBytes" | "sha256">;

/** What is challenged, and for how long. */
export interface NewChallenge {
  readonly kind: string;
  readonly userId?: string;
  /** Anything that JSON can say, for whoever takes it. */
  readonly data?: unknown;
  /** A short code that has to be given with the token. Kept as a hash that nobody without the token can test. */
  readonly code?: string;
  readonly ttlMs: number;
  /** How often it may be tried. Default 1. */
  readonly tries?: number;
  readonly now: number;
}

/** A challenge that was met. */
export interface Challenge {
  readonly userId: string | undefined;
  readonly data: unknown;
}

/** Which challenge is meant, and when. */
export interface ChallengeKey {
  readonly kind: string;
  readonly token: string;
  readonly now: number;
}

/** Makes a challenge, and answers with its token: 43 characters that are shown to its holder only. */
export function createChallenge(tools: Tools, ledger: Ledger, challenge: NewChallenge): string {
  const { kind, userId = null, data = null, code, ttlMs, tries = 1, now } = challenge;
  const token = toBase64Url(tools.randomBytes(32));
  purge(ledger, now);
  ledger.run(
    "INSERT INTO servery_challenges (id, kind, user_id, code_hash, data, tries_left, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
    tools.sha256(token),
    kind,
    userId,
    code === undefined ? null : toCodeHash(tools, token, code),
    JSON.stringify(data),
    tries,
    now + ttlMs,
  );
  return token;
}

/** Takes a challenge: whoever comes second, in this process or another, gets `undefined`. */
export function takeChallenge(
  tools: Tools,
  ledger: Ledger,
  { kind, token, now }: ChallengeKey,
): Challenge | undefined {
  const row = ledger.get(
    "DELETE FROM servery_challenges WHERE id = ? AND kind = ? AND expires_at > ? RETURNING *",
    tools.sha256(token),
    kind,
    now,
  );
  return row === undefined ? undefined : toChallenge(row);
}

/** Looks at a challenge without using it: nothing may be granted for that. */
export function findChallenge(
  tools: Tools,
  reads: SystemReads,
  { kind, token, now }: ChallengeKey,
): Challenge | undefined {
  const row = reads.get(
    "SELECT * FROM servery_challenges WHERE id = ? AND kind = ? AND expires_at > ?",
    tools.sha256(token),
    kind,
    now,
  );
  return row === undefined ? undefined : toChallenge(row);
}

/**
 * Counts a try, and takes the challenge when the code is the right one, or `matches` says so. Answer
 * with its outcome: to throw would undo the count.
 */
export function tryChallenge(
  tools: Tools,
  ledger: Ledger,
  key: ChallengeKey & { readonly code: string },
  matches: (challenge: Challenge) => boolean = () => true,
): Challenge | undefined {
  const row = ledger.get(
    `UPDATE servery_challenges SET tries_left = tries_left - 1
      WHERE id = ? AND kind = ? AND expires_at > ? AND tries_left > 0 RETURNING *`,
    tools.sha256(key.token),
    key.kind,
    key.now,
  );
  if (row === undefined) return undefined;
  const challenge = toChallenge(row);
  if (!isCode(tools, row, key) || !matches(challenge)) return undefined;
  ledger.run("DELETE FROM servery_challenges WHERE id = ?", row["id"]!);
  return challenge;
}

/** Ends all challenges of a kind that a user has. */
export function endChallenges(ledger: Ledger, kind: string, userId: string): void {
  ledger.run("DELETE FROM servery_challenges WHERE user_id = ? AND kind = ?", userId, kind);
}

function isCode(tools: Tools, row: SqlRow, { token, code }: { token: string; code: string }) {
  const kept = row["code_hash"];
  return typeof kept !== "string" || equalTexts(kept, toCodeHash(tools, token, code));
}

/** A code of 8 digits is found from its hash at once, but not without the token that is hashed with it. */
function toCodeHash({ sha256 }: Tools, token: string, code: string): string {
  return sha256(`${token}:${code}`);
}

function toChallenge(row: SqlRow): Challenge {
  return {
    userId: row["user_id"] === null ? undefined : String(row["user_id"]),
    data: JSON.parse(String(row["data"])),
  };
}

/** A few at a time, so that it takes no time. */
function purge(ledger: Ledger, now: number): void {
  ledger.run(
    "DELETE FROM servery_challenges WHERE id IN (SELECT id FROM servery_challenges WHERE expires_at <= ? LIMIT 20)",
    now,
  );
}
