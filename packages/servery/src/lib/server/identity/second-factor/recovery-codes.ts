import type { Platform } from "../../../ports/platform.ts";
import type { Ledger, SystemReads } from "../../data/data.ts";

/** What signs in without the app, each once. Hashes only: with 120 random bits, a plain one is enough. */
export const recoveryTables: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS servery_recovery_codes (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  hash TEXT NOT NULL,
  PRIMARY KEY (user_id, hash)
) STRICT, WITHOUT ROWID`,
];

type Crypto = Pick<Platform, "sha256" | "randomBytes">;

const count = 10;
/** Crockford's: no letter that is taken for a digit. 32 of them, so that 5 bits of a byte choose one. */
const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const length = 24;

/** Draws ten codes in the place of all earlier ones: `7K3QZX-…`, in four groups. */
export function renewRecoveryCodes(ledger: Ledger, crypto: Crypto, userId: string): string[] {
  removeRecoveryCodes(ledger, userId);
  const codes = Array.from({ length: count }, () => draw(crypto));
  for (const code of codes)
    ledger.run(
      "INSERT INTO servery_recovery_codes (user_id, hash) VALUES (?, ?)",
      userId,
      crypto.sha256(normalise(code)),
    );
  return codes;
}

/** Takes a code, however it was typed; true for one that was there. */
export function takeRecoveryCode(
  ledger: Ledger,
  { sha256 }: Pick<Crypto, "sha256">,
  userId: string,
  code: string,
): boolean {
  const sql = "DELETE FROM servery_recovery_codes WHERE user_id = ? AND hash = ?";
  return ledger.run(sql, userId, sha256(normalise(code))).changes === 1;
}

export function countRecoveryCodes(reads: SystemReads, userId: string): number {
  const sql = "SELECT count(*) AS n FROM servery_recovery_codes WHERE user_id = ?";
  return Number(reads.get(sql, userId)?.["n"]);
}

export function removeRecoveryCodes(ledger: Ledger, userId: string): void {
  ledger.run("DELETE FROM servery_recovery_codes WHERE user_id = ?", userId);
}

function draw({ randomBytes }: Crypto): string {
  const text = Array.from(randomBytes(length), (byte) => letters[byte % letters.length]).join("");
  return text.replaceAll(/(.{6})(?!$)/g, "$1-");
}

/** Spaces, hyphens and case do not count, and O, I and L are the digits that they look like. */
function normalise(code: string): string {
  const bare = code.toUpperCase().replaceAll(/[\s-]/g, "");
  return bare.replaceAll("O", "0").replaceAll(/[IL]/g, "1");
}
