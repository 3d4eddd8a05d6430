import type { Ledger } from "../../data/data.ts";
import type { MailData } from "./mail-data.ts";

/**
 * The mails that are to be sent. A row is written in the transaction of what it tells of, so that after
 * any crash either both are there or neither. `data` holds secrets until the mail is sent, which deletes
 * the row, or given up, which wipes `data` and says `failed_at`.
 */
export const mailTables: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS servery_mail (
  id INTEGER PRIMARY KEY,
  message_id TEXT NOT NULL,
  recipient TEXT NOT NULL,
  kind TEXT NOT NULL,
  data TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  valid_until INTEGER NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER,
  lease TEXT,
  failed_at INTEGER,
  failure TEXT
) STRICT`,
  "CREATE INDEX IF NOT EXISTS servery_mail_due ON servery_mail (due_at) WHERE due_at IS NOT NULL",
];

/** How long a mail is tried, in milliseconds: a day. */
export const patienceMs = 24 * 3_600_000;

/** A mail to be queued. */
export type QueuedMail = {
  readonly [K in keyof MailData]: {
    readonly to: string;
    readonly kind: K;
    readonly data: MailData[K];
    /** Epoch milliseconds. */
    readonly now: number;
    /** From when on it is worth nothing, as the code in it; it is not sent later. Default a day from now. */
    readonly validUntil?: number;
  };
}[keyof MailData];

/**
 * Queues a mail in the caller's transaction; a worker sends it soon after the commit. To queue the kind
 * `nothing` costs the same and sends none: for the answer that must not tell whether there is an account.
 */
export function queueMail(
  ledger: Ledger,
  { to, kind, data, now, validUntil = now + patienceMs }: QueuedMail,
): void {
  ledger.run(
    `INSERT INTO servery_mail (message_id, recipient, kind, data, created_at, valid_until, due_at)
      VALUES (lower(hex(randomblob(16))), ?, ?, ?, ?, ?, ?)`,
    to,
    kind,
    JSON.stringify(data),
    now,
    Math.min(validUntil, now + patienceMs),
    now,
  );
}
