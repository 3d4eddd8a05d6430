import type { CoreOperations } from "../../contract/identity/core.ts";
import type { SystemReads } from "../data/data.ts";
import { refuse } from "../handling/refusal.ts";
import type { UserPrincipal } from "../handling/principal.ts";
import { readUser, type UserRow } from "./account.ts";
import { type IdentityCore, secondFactorOf } from "./core.ts";
import { setPassword } from "./create-account.ts";
import { endCredentials } from "./end-credentials.ts";
import type { IdentityFeature, IdentityHandler } from "./feature.ts";
import { queueMail } from "./mail/queue.ts";
import { userOf } from "./own-account.ts";
import { assertStrong, type PasswordRules, toPasswordRules } from "./password-rules.ts";
import { provePassword } from "./prove-password.ts";
import { readSession } from "./sessions.ts";
import { assertProved, signInWith } from "./sign-in.ts";
import { signInUser, type SignInOptions } from "./sign-in-user.ts";

/** What a signed-in user does with their password. */
export function createChangePassword(core: IdentityCore): IdentityFeature {
  return { handlers: { proveAgain: proveAgain(core), changePassword: changePassword(core) } };
}

function proveAgain(core: IdentityCore): IdentityHandler<CoreOperations["proveAgain"]> {
  return (context) => {
    const caller = userOf(context.visit);
    const { email } = ownUser(context.system, caller);
    const { password } = context.input;
    const claim = { email, password, sessionId: caller.credentialId };
    return signInWith(core, context, claim, inPlaceOf(context.system, caller));
  };
}

function changePassword(core: IdentityCore): IdentityHandler<CoreOperations["changePassword"]> {
  return async (context) => {
    const { input, fail, now, system, transact, visit } = context;
    const caller = userOf(visit);
    const user = ownUser(system, caller);
    await assertStrong(input.newPassword, rulesFor(core, system, user.id), user, fail);
    const sessionId = caller.credentialId;
    const claim = { email: user.email, password: input.currentPassword, sessionId };
    const { userId, apply } = assertProved(await provePassword(core, context, claim), fail);
    const phc = await core.passwords.hash(input.newPassword);
    const options = { ...inPlaceOf(system, caller), quiet: true } as const;
    const result = await transact((ledger) => {
      if (!apply(ledger) || userId !== caller.userId) return undefined;
      const isFresh = !hasSecondFactor(core, ledger, userId);
      const continues = isFresh ? undefined : readSession(ledger, caller.credentialId);
      // Ended meanwhile, and a password alone begins none.
      if (!isFresh && continues === undefined) return undefined;
      setPassword(ledger, userId, phc, now());
      endCredentials(core, ledger, userId, "password");
      queueMail(ledger, { to: user.email, kind: "password_changed", data: {}, now: now() });
      return signInUser(core, { visit, ledger, now: now() }, userId, { ...options, continues });
    });
    if (result === undefined) throw fail("wrong_credentials");
    return result;
  };
}

/** What a new password of an account is held to. */
export function rulesFor(core: IdentityCore, reads: SystemReads, userId: string): PasswordRules {
  return toPasswordRules(core, hasSecondFactor(core, reads, userId));
}

/** Whether a password alone is not the proof that a sign-in takes: it then makes nothing fresh. */
function hasSecondFactor(core: IdentityCore, reads: SystemReads, userId: string): boolean {
  return (secondFactorOf(core)?.factors(reads, userId) ?? []).length > 0;
}

function ownUser(reads: SystemReads, { userId }: UserPrincipal): UserRow {
  const user = readUser(reads, userId);
  // Deleted since the caller was identified.
  if (user === undefined) throw refuse("unauthenticated");
  return user;
}

/** A new session of the same kind, so that the token is a new one too. */
function inPlaceOf(reads: SystemReads, { credentialId }: UserPrincipal): SignInOptions {
  const { kind } = readSession(reads, credentialId) ?? {};
  return { session: kind, replaces: credentialId };
}
