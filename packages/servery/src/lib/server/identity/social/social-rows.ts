import type { SocialLink } from "../../../contract/identity/social.ts";
import type { Ledger, SystemReads } from "../../data/data.ts";

/** Accounts elsewhere that sign a user in: what names one is its provider and the subject there. */
export const socialTables: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS servery_social (
  id TEXT PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  provider TEXT NOT NULL,
  subject TEXT NOT NULL,
  email TEXT,
  created_at INTEGER NOT NULL,
  UNIQUE (provider, subject)
) STRICT, WITHOUT ROWID`,
  "CREATE INDEX IF NOT EXISTS servery_social_user ON servery_social (user_id)",
];

/** A link to be made. */
export interface NewSocialLink {
  readonly id: string;
  readonly userId: string;
  readonly provider: string;
  readonly subject: string;
  readonly email: string | null;
  readonly now: number;
}

/** Whom an account elsewhere signs in. */
export function findLinkedUser(
  reads: SystemReads,
  provider: string,
  subject: string,
): string | undefined {
  const sql = "SELECT user_id FROM servery_social WHERE provider = ? AND subject = ?";
  const row = reads.get(sql, provider, subject);
  return row && String(row["user_id"]);
}

export function linkUser(ledger: Ledger, link: NewSocialLink): void {
  ledger.run(
    "INSERT INTO servery_social (id, user_id, provider, subject, email, created_at) VALUES (?, ?, ?, ?, ?, ?)",
    link.id,
    link.userId,
    link.provider,
    link.subject,
    link.email,
    link.now,
  );
}

export function listLinks(reads: SystemReads, userId: string): SocialLink[] {
  return reads
    .all("SELECT * FROM servery_social WHERE user_id = ? ORDER BY created_at DESC", userId)
    .map((row) => ({
      id: String(row["id"]),
      provider: String(row["provider"]),
      email: row["email"] === null ? null : String(row["email"]),
      createdAt: Number(row["created_at"]),
    }));
}

/** Removes one of a user's; answers its provider. */
export function unlinkUser(ledger: Ledger, id: string, userId: string): string | undefined {
  const sql = "DELETE FROM servery_social WHERE id = ? AND user_id = ? RETURNING provider";
  const row = ledger.get(sql, id, userId);
  return row && String(row["provider"]);
}
