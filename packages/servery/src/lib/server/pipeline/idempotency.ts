import { toCanonicalJson } from "../../base/canonical-json.ts";
import type { Platform } from "../../ports/platform.ts";
import { idempotencyReplayedHeader } from "../../protocol/headers.ts";
import type { ProblemDetails } from "../../protocol/problem-details.ts";
import type { Ledger } from "../data/data.ts";
import type { Principal } from "../handling/principal.ts";
import { refuse } from "../handling/refusal.ts";

/**
 * The outcomes of idempotency keys. They are part of the ledger: a mutation's row is written in the
 * transaction of its effect, so that after any crash either both are there or neither.
 *
 * `status` is null while an action runs; the row is then its lease, and `lease` names the attempt.
 * `outcome` is the body of success or the problem; null where there is none to be kept.
 *
 * Rows stand in the order in which they were written, which is nearly that in which they expire. Keyed
 * by `scope` itself, or with an index on `expires_at`, each costs three times as much (decisions/032).
 */
export const idempotencyTables: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS servery_idempotency (
  scope TEXT NOT NULL UNIQUE,
  fingerprint TEXT NOT NULL,
  status INTEGER,
  outcome TEXT,
  lease TEXT,
  expires_at INTEGER NOT NULL
) STRICT`,
];

/** What tells a stored outcome from a first one. */
export const replayedHeaders = { [idempotencyReplayedHeader]: "true" };

/** One key, in the hands of one request. */
export interface IdempotencyClaim {
  /** The key's time, where it begins with one, and SHA-256 over caller, operation and key. */
  readonly scope: string;
  /** SHA-256 over key and input, so that a stored one does not let a weak input be guessed. */
  readonly fingerprint: string;
}

/** Makes the claim of a request on its key. `input` is the raw input, before any validator changed it. */
export function createClaim(
  { sha256 }: Pick<Platform, "sha256">,
  principal: Principal,
  operation: string,
  key: string,
  input: unknown,
): IdempotencyClaim {
  return {
    scope: timeOf(key) + sha256(`${principal.key}\n${operation}\n${key}`),
    fingerprint: sha256(`${key}\n${toCanonicalJson(input)}`),
  };
}

// Epoch milliseconds in 12 hexadecimal digits, until the year 2039, as UUIDv7 and our client begin.
const leadingTime = /^(01[0-9a-f]{6})-?([0-9a-f]{4})/;

/**
 * A key that begins with its time puts rows of one time side by side in the index, which then costs a
 * fraction of one with random keys. Nothing rests on the time being true, and the rest of the key,
 * which must be secret, is not kept.
 */
function timeOf(key: string): string {
  const [, high = "", low = ""] = leadingTime.exec(key) ?? [];
  return high + low;
}

/** What is answered again: `body` is undefined where it was not kept, or where there is none. */
export class Replay {
  readonly status: number;
  readonly body: string | undefined;

  constructor(status: number, body: string | undefined) {
    this.status = status;
    this.body = body;
  }

  /** The problem that was the outcome; its `type` and `instance` are added when it is encoded. */
  get problem(): ProblemDetails | undefined {
    return this.status >= 400 ? (JSON.parse(this.body!) as ProblemDetails) : undefined;
  }
}

/** The answer again to what was done before, where the first answer was too sensitive to be kept. */
export function refuseWithheld({ status }: Replay): Error {
  return refuse(
    "outcome_withheld",
    `It took effect and was answered ${status}. That answer is sensitive, so nobody has it any more.`,
    { headers: replayedHeaders },
  );
}

/** The refusal of a request whose twin is still at work. */
export function refuseInFlight(): Error {
  return refuse("idempotency_in_flight", "Send it again in a moment to get its outcome.", {
    headers: { "retry-after": "1" },
  });
}

/** The refusal of a key that was used for another input. */
export function refuseMismatch(): Error {
  return refuse(
    "idempotency_mismatch",
    "This Idempotency-Key was sent before with another input. Use a new key for a new request.",
  );
}

/**
 * Looks a claim up: `undefined` when it is new or expired, else what to answer.
 * @throws Refusal for another input under the same key, and while the first request runs.
 */
export function findOutcome(
  ledger: Ledger,
  claim: IdempotencyClaim,
  now: number,
): Replay | undefined {
  const row = ledger.get(
    "SELECT fingerprint, status, outcome FROM servery_idempotency WHERE scope = ? AND expires_at > ?",
    claim.scope,
    now,
  );
  if (row === undefined) return undefined;
  if (row["fingerprint"] !== claim.fingerprint) throw refuseMismatch();
  if (row["status"] === null) throw refuseInFlight();
  const body = row["outcome"] === null ? undefined : String(row["outcome"]);
  return new Replay(Number(row["status"]), body);
}

/** An outcome, or, with a null `status`, the lease of one to come. */
export interface StoredOutcome {
  readonly status: number | null;
  readonly outcome: string | null;
  readonly lease: string | null;
  readonly expiresAt: number;
}

/** Writes a claim's row, over an expired one where there is any. */
export function storeOutcome(ledger: Ledger, claim: IdempotencyClaim, stored: StoredOutcome): void {
  ledger.run(
    "INSERT OR REPLACE INTO servery_idempotency (scope, fingerprint, status, outcome, lease, expires_at) VALUES (?, ?, ?, ?, ?, ?)",
    claim.scope,
    claim.fingerprint,
    stored.status,
    stored.outcome,
    stored.lease,
    stored.expiresAt,
  );
}

/** Replaces a lease by the outcome, unless it has run out and another attempt holds the key now. */
export function settleLease(
  ledger: Ledger,
  claim: IdempotencyClaim,
  lease: string,
  { status, outcome, expiresAt }: Omit<StoredOutcome, "lease">,
): void {
  ledger.run(
    "UPDATE servery_idempotency SET status = ?, outcome = ?, lease = NULL, expires_at = ? WHERE scope = ? AND lease = ?",
    status,
    outcome,
    expiresAt,
    claim.scope,
    lease,
  );
}

/** Gives a lease up, so that the next request under the key runs. */
export function dropLease(ledger: Ledger, claim: IdempotencyClaim, lease: string): void {
  ledger.run("DELETE FROM servery_idempotency WHERE scope = ? AND lease = ?", claim.scope, lease);
}

/** Deletes those of the oldest outcomes that have expired; more than are written between two calls. */
export function purgeExpired(ledger: Ledger, now: number): void {
  ledger.run(
    "DELETE FROM servery_idempotency WHERE expires_at <= ? AND rowid IN (SELECT rowid FROM servery_idempotency ORDER BY rowid LIMIT 200)",
    now,
  );
}
