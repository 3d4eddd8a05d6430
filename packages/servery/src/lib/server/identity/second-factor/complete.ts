import type { secondFactorOperations } from "../../../contract/identity/second-factor.ts";
import type { SignInResult } from "../../../contract/identity/shapes.ts";
import type { Ledger } from "../../data/data.ts";
import { readUser } from "../account.ts";
import { findChallenge, tryChallenge } from "../challenges.ts";
import type { IdentityCore } from "../core.ts";
import type { IdentityHandler } from "../feature.ts";
import { tooManyAttempts } from "../sign-in.ts";
import {
  assertTransport,
  type PendingSignIn,
  secondFactorChallenge,
  type SignInContext,
  signInUser,
  type SignInOptions,
} from "../sign-in-user.ts";
import { type Admission, clearFailures, locksOut, reserveAttempt } from "../throttle.ts";
import { takeRecoveryCode } from "./recovery-codes.ts";
import { hasTotp, takeTotpCode } from "./totp.ts";

type Complete = ReturnType<typeof secondFactorOperations>["secondFactor"]["complete"];

type Outcome =
  | { readonly kind: "done"; readonly result: SignInResult }
  | { readonly kind: "wrong" }
  | { readonly kind: "refused"; readonly admission: Extract<Admission, { allowed: false }> };

interface Claim {
  readonly challenge: string;
  readonly code: string;
  readonly session?: SignInOptions["session"];
}

/**
 * Finishes a sign-in that a password has begun. A try is counted twice before it is made: five for each
 * challenge, and for the account, where the counts outlive challenges and the process. Nobody gets here
 * without the password, so no stranger can use up the account's tries.
 */
export function createComplete(core: IdentityCore): IdentityHandler<Complete> {
  return async ({ input, fail, now, visit, transact }) => {
    assertTransport(core, input.session);
    const outcome = await transact((ledger) =>
      complete(core, { visit, ledger, now: now() }, input),
    );
    if (outcome.kind === "done") return outcome.result;
    if (outcome.kind === "wrong") throw fail("invalid_code");
    throw tooManyAttempts(outcome.admission, fail);
  };
}

function complete(core: IdentityCore, context: SignInContext, claim: Claim): Outcome {
  const { platform } = core;
  const { ledger, visit, now } = context;
  const key = { kind: secondFactorChallenge, token: claim.challenge, now };
  const userId = findChallenge(platform, ledger, key)?.userId;
  if (userId === undefined) return { kind: "wrong" };
  visit.actAs(userId);
  const admission = reserveAttempt(ledger, toThrottleKey(userId), now);
  if (!admission.allowed) return { kind: "refused", admission };
  if (locksOut(admission)) reportLockout(core, ledger, userId, visit.address);
  const taken = tryChallenge(platform, ledger, { ...key, code: "" }, () =>
    takeCode(core, ledger, userId, claim.code, now),
  );
  if (taken === undefined || readUser(ledger, userId)?.disabledAt !== null)
    return { kind: "wrong" };
  forgetSecondFactorFailures(ledger, userId);
  // As `signInByPassword` has written it.
  const pending = taken.data as PendingSignIn;
  const result = signInUser(core, context, userId, { ...pending, session: claim.session });
  return { kind: "done", result };
}

function takeCode(
  { platform }: IdentityCore,
  ledger: Ledger,
  userId: string,
  code: string,
  now: number,
): boolean {
  if (!hasTotp(ledger, userId)) return false;
  const digits = code.replaceAll(" ", "");
  return /^\d{6}$/.test(digits)
    ? takeTotpCode(ledger, userId, digits, now)
    : takeRecoveryCode(ledger, platform, userId, code);
}

/** What begins anew: a code was right, or the password was reset. */
export function forgetSecondFactorFailures(ledger: Ledger, userId: string): void {
  clearFailures(ledger, toThrottleKey(userId));
}

function toThrottleKey(userId: string): string {
  return `second_factor:${userId}`;
}

function reportLockout(
  { securityEvents }: IdentityCore,
  ledger: Ledger,
  userId: string,
  address: string | undefined,
): void {
  securityEvents.record(ledger, {
    kind: "lockout",
    severity: "warning",
    userId,
    address: address ?? null,
    detail:
      "The last attempt at a second factor that is let: from now on the password must be reset",
  });
}
