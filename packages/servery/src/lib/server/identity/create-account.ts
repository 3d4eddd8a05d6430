import { ServeryError } from "../../base/servery-error.ts";
import type { Ledger } from "../data/data.ts";
import { findUser } from "./account.ts";
import type { IdentityCore } from "./core.ts";
import { toEmailKey } from "./email.ts";
import { findWeakness, toPasswordRules } from "./password-rules.ts";

/** An account whose address is proved, or vouched for. */
export interface NewAccount {
  readonly email: string;
  readonly name: string | null;
  /** A PHC string; `undefined` for an account without a password. */
  readonly phc: string | undefined;
  readonly now: number;
}

/** Makes an account in the caller's transaction; `undefined` where the address has one already. */
export function createAccount(
  ledger: Ledger,
  { email, name, phc, now }: NewAccount,
): string | undefined {
  const emailKey = toEmailKey(email);
  if (findUser(ledger, emailKey) !== undefined) return undefined;
  const row = ledger.get(
    "INSERT INTO main.users (email, emailKey, name, createdAt) VALUES (?, ?, ?, ?) RETURNING id",
    email,
    emailKey,
    name,
    now,
  );
  const userId = String(row!["id"]);
  if (phc !== undefined) setPassword(ledger, userId, phc, now);
  return userId;
}

/** Gives an account a password in the place of any other. */
export function setPassword(ledger: Ledger, userId: string, phc: string, now: number): void {
  ledger.run(
    `INSERT INTO servery_passwords (user_id, phc, changed_at) VALUES (?, ?, ?)
      ON CONFLICT (user_id) DO UPDATE SET phc = excluded.phc, changed_at = excluded.changed_at`,
    userId,
    phc,
    now,
  );
}

/**
 * Hashes the password of an account that a script makes, where it has one.
 * @throws ServeryError `weak_password`.
 */
export async function hashForScript(
  core: IdentityCore,
  { email, name, password }: { email: string; name?: string; password?: string },
): Promise<string | undefined> {
  if (password === undefined) return undefined;
  const weakness = await findWeakness(password, toPasswordRules(core), { email, name });
  if (weakness === undefined) return core.passwords.hash(password);
  throw new ServeryError("weak_password", `The password cannot be used: ${reasons[weakness]}.`);
}

const reasons = {
  too_short: "it is too short",
  common: "it is one of those that are tried first",
  like_account: "it is made of the account's own words",
} as const;
