import type { CoreOperations } from "../../contract/identity/core.ts";
import type { Ledger } from "../data/data.ts";
import { findUser, readUser } from "./account.ts";
import { clearAttempts } from "./attempts.ts";
import { createChallenge, endChallenges, findChallenge, takeChallenge } from "./challenges.ts";
import { rulesFor } from "./change-password.ts";
import type { IdentityCore } from "./core.ts";
import { setPassword } from "./create-account.ts";
import { forgetDevices } from "./devices.ts";
import { toEmailKey } from "./email.ts";
import { endCredentials } from "./end-credentials.ts";
import type { IdentityFeature, IdentityHandler } from "./feature.ts";
import { takeMailRate } from "./mail/mail-rate.ts";
import { queueMail } from "./mail/queue.ts";
import { assertStrong } from "./password-rules.ts";

const kind = "password_reset";
const linkMs = 1_200_000;

/** A new password for who has forgotten theirs. */
export function createResetPassword(core: IdentityCore): IdentityFeature {
  return {
    handlers: { requestPasswordReset: request(core), resetPassword: reset(core) },
    endCredentials: (ledger, userId) => endChallenges(ledger, kind, userId),
  };
}

/** Does the same for an address without an account, and sends nothing. */
function request(core: IdentityCore): IdentityHandler<CoreOperations["requestPasswordReset"]> {
  return ({ input, ledger, now: clock }) => {
    const now = clock();
    const emailKey = toEmailKey(input.email);
    const user = findUser(ledger, emailKey);
    const isUsable = user !== undefined && user.disabledAt === null;
    const isSent = takeMailRate(core.platform, ledger, kind, { emailKey, now }) && isUsable;
    const token = createChallenge(core.platform, ledger, {
      kind: isSent ? kind : `${kind}_of_nobody`,
      ...(isSent && { userId: user.id }),
      ttlMs: linkMs,
      now,
    });
    const validUntil = now + linkMs;
    // To the address that was proved, not to the one that was asked for.
    if (isSent)
      queueMail(ledger, {
        to: user.email,
        kind: "reset_password",
        data: { token },
        now,
        validUntil,
      });
    else queueMail(ledger, { to: input.email, kind: "nothing", data: {}, now });
    return { sent: true };
  };
}

function reset(core: IdentityCore): IdentityHandler<CoreOperations["resetPassword"]> {
  return async ({ input, fail, now, system, transact, visit }) => {
    const key = () => ({ kind, token: input.token, now: now() });
    const found = findChallenge(core.platform, system, key());
    const user = found?.userId === undefined ? undefined : readUser(system, found.userId);
    if (user === undefined) throw fail("invalid_token");
    await assertStrong(input.newPassword, rulesFor(core, system, user.id), user, fail);
    const phc = await core.passwords.hash(input.newPassword);
    const isReset = await transact((ledger) => {
      const taken = takeChallenge(core.platform, ledger, key());
      if (taken?.userId !== user.id || readUser(ledger, user.id)?.disabledAt !== null) return false;
      visit.actAs(user.id);
      setPassword(ledger, user.id, phc, now());
      endAfterReset(core, ledger, user.id);
      clearAttempts(core, { visit, ledger }, user.id, undefined);
      queueMail(ledger, { to: user.email, kind: "password_changed", data: {}, now: now() });
      return true;
    });
    if (!isReset) throw fail("invalid_token");
  };
}

/** Whoever had the old password has nothing left of it. */
function endAfterReset(core: IdentityCore, ledger: Ledger, userId: string): void {
  endCredentials(core, ledger, userId, "reset");
  forgetDevices(ledger, userId);
}
