import type { Ledger, SystemReads } from "../data/data.ts";
import type { OwnActionContext } from "../handling/visit.ts";
import { findUser } from "./account.ts";
import { beginAttempt } from "./attempts.ts";
import type { IdentityCore } from "./core.ts";
import { setPassword } from "./create-account.ts";
import { toEmailKey } from "./email.ts";

type Context = Pick<OwnActionContext, "now" | "transact" | "visit">;

/** A password to be proved. */
export interface PasswordClaim {
  readonly email: string;
  readonly password: string;
  readonly device?: string | undefined;
  /** The session of a caller who is signed in already. */
  readonly sessionId?: string | undefined;
}

/** What came of a claim. */
export type PasswordProof =
  | { readonly outcome: "refused"; readonly retryAfterMs: number; readonly locked: boolean }
  | { readonly outcome: "wrong" }
  | { readonly outcome: "proved"; readonly userId: string; apply(ledger: Ledger): boolean };

/**
 * Proves a password: counts the attempt in a transaction, hashes outside of any, and takes as long
 * whether or not there is such an account. What is proved counts only with `apply` in the transaction
 * that acts on it: false where the account or its password has changed meanwhile.
 */
export async function provePassword(
  core: IdentityCore,
  { now, transact, visit }: Context,
  { email, password, device, sessionId }: PasswordClaim,
): Promise<PasswordProof> {
  const emailKey = toEmailKey(email);
  core.passwords.assertRoom();
  const { admission, user } = await transact((ledger) => {
    const found = findPassword(ledger, emailKey);
    const attempt = { emailKey, userId: found?.userId, device, sessionId };
    return { admission: beginAttempt(core, { visit, ledger, now: now() }, attempt), user: found };
  });
  if (user !== undefined) visit.actAs(user.userId);
  if (!admission.allowed) return { outcome: "refused", ...admission };
  const { ok, needsRehash } = await core.passwords.verify(user?.phc, password);
  if (!ok || user?.phc === undefined || user.isDisabled) {
    core.suspicion.noteFailure({ emailKey, address: visit.address, isKnown: user !== undefined });
    return { outcome: "wrong" };
  }
  const { userId, phc } = user;
  const better = needsRehash ? await core.passwords.hash(password) : undefined;
  return {
    outcome: "proved",
    userId,
    apply(ledger) {
      const current = findPassword(ledger, emailKey);
      if (current?.userId !== userId || current.phc !== phc || current.isDisabled) return false;
      if (better !== undefined) setPassword(ledger, userId, better, now());
      return true;
    },
  };
}

interface PasswordHolder {
  readonly userId: string;
  readonly phc: string | undefined;
  readonly isDisabled: boolean;
}

function findPassword(reads: SystemReads, emailKey: string): PasswordHolder | undefined {
  const user = findUser(reads, emailKey);
  if (user === undefined) return undefined;
  const row = reads.get("SELECT phc FROM servery_passwords WHERE user_id = ?", user.id);
  const phc = row === undefined ? undefined : String(row["phc"]);
  return { userId: user.id, phc, isDisabled: user.disabledAt !== null };
}
