import type { SqlRow } from "../../../ports/database.ts";
import type { Ledger, SystemReads } from "../../data/data.ts";
import type { MailKind } from "./mail-data.ts";
import { patienceMs } from "./queue.ts";
import type { TakenMail } from "./write-mail.ts";

/** A mail that this process may send until the lease ends. */
export interface LeasedMail extends TakenMail {
  readonly rowId: number;
  /** Attempts before this one. */
  readonly attempts: number;
}

/** How long after attempt 1, 2, … the next one is made; the last one again and again, until patience ends. */
const delaysMs = [5_000, 5 * 60_000, 30 * 60_000, 2 * 3_600_000, 5 * 3_600_000];

/** For how long mails that were given up can be looked up, without what was in them. */
const keepFailedMs = 30 * patienceMs;

const due = "due_at IS NOT NULL AND due_at <= ?";

/** Whether there is anything to be sent. */
export function hasDueMail(system: SystemReads, now: number): boolean {
  return system.get(`SELECT 1 FROM servery_mail WHERE ${due} LIMIT 1`, now) !== undefined;
}

/**
 * Takes the mails that are due, the longest waiting first, for `leaseMs`: as long as the lease holds no
 * other process takes them, and when this one dies they are due again.
 */
export function takeDueMails(
  ledger: Ledger,
  { now, leaseMs, lease, count }: { now: number; leaseMs: number; lease: string; count: number },
): LeasedMail[] {
  ledger.run(`DELETE FROM servery_mail WHERE ${due} AND kind = 'nothing'`, now);
  return ledger
    .all(
      `UPDATE servery_mail SET due_at = ?, lease = ?, attempts = attempts + 1
        WHERE id IN (SELECT id FROM servery_mail WHERE ${due} ORDER BY due_at, id LIMIT ?)
        RETURNING *`,
      now + leaseMs,
      lease,
      now,
      count,
    )
    .map(toLeasedMail)
    .toSorted((a, b) => a.rowId - b.rowId);
}

/** Deletes a mail that was sent, with all that it said. */
export function settleSent(ledger: Ledger, rowId: number, lease: string): void {
  ledger.run("DELETE FROM servery_mail WHERE id = ? AND lease = ?", rowId, lease);
}

/** Notes an attempt that failed: another is due later, or, with `later` undefined, the mail is given up and wiped. */
export function settleFailed(
  ledger: Ledger,
  mail: Pick<LeasedMail, "rowId">,
  lease: string,
  { now, later, failure }: { now: number; later: number | undefined; failure: string },
): void {
  if (later !== undefined) {
    ledger.run(
      "UPDATE servery_mail SET due_at = ?, lease = NULL, failure = ? WHERE id = ? AND lease = ?",
      later,
      failure,
      mail.rowId,
      lease,
    );
    return;
  }
  ledger.run(
    "UPDATE servery_mail SET due_at = NULL, lease = NULL, data = '{}', failed_at = ?, failure = ? WHERE id = ? AND lease = ?",
    now,
    failure,
    mail.rowId,
    lease,
  );
  ledger.run("DELETE FROM servery_mail WHERE failed_at <= ?", now - keepFailedMs);
}

/** When a mail that failed is tried again; `undefined` once that would be too late for what it says. */
export function nextAttempt(mail: LeasedMail, now: number): number | undefined {
  const later = now + (delaysMs[mail.attempts] ?? delaysMs.at(-1)!);
  return later < mail.validUntil ? later : undefined;
}

function toLeasedMail(row: SqlRow): LeasedMail {
  return {
    rowId: Number(row["id"]),
    messageId: String(row["message_id"]),
    recipient: String(row["recipient"]),
    kind: String(row["kind"]) as MailKind,
    data: JSON.parse(String(row["data"])) as Record<string, string>,
    createdAt: Number(row["created_at"]),
    validUntil: Number(row["valid_until"]),
    attempts: Number(row["attempts"]) - 1,
  };
}
