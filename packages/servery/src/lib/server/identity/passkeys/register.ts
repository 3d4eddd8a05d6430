import type { passkeyOperations } from "../../../contract/identity/passkeys.ts";
import { readUser } from "../account.ts";
import { createChallenge, takeChallenge } from "../challenges.ts";
import type { IdentityCore } from "../core.ts";
import type { IdentityHandler } from "../feature.ts";
import { queueMail } from "../mail/queue.ts";
import { userOf } from "../own-account.ts";
import type { PasskeyDesk } from "./desk.ts";
import { addPasskey, listPasskeys } from "./passkey-rows.ts";

type Operations = ReturnType<typeof passkeyOperations>["passkeys"];

export const registrationChallenge = "passkey_registration";
/** How long a person may take, with registration and sign-in alike. */
export const challengeMs = 300_000;

/** The challenge is its own token, of which only the hash is kept: 32 bytes, for one use of one user. */
export function createRegistrationOptions(
  { platform }: IdentityCore,
  { library, party }: PasskeyDesk,
): IdentityHandler<Operations["registrationOptions"]> {
  return async ({ now, system, transact, visit }) => {
    const { userId } = userOf(visit);
    const challenge = await transact((ledger) =>
      createChallenge(platform, ledger, {
        kind: registrationChallenge,
        userId,
        ttlMs: challengeMs,
        now: now(),
      }),
    );
    const owner = readUser(system, userId)!;
    const known = listPasskeys(system, userId);
    const options = await library.toRegistrationOptions(party, owner, challenge, known);
    return { challenge, options };
  };
}

/** Takes the challenge before it looks at the response, so that no other response is tried with it. */
export function createRegister(
  { platform }: IdentityCore,
  { library, party }: PasskeyDesk,
): IdentityHandler<Operations["register"]> {
  return async ({ input, fail, log, now, transact, visit }) => {
    const { userId } = userOf(visit);
    const token = input.challenge;
    const challenge = await transact((ledger) =>
      takeChallenge(platform, ledger, { kind: registrationChallenge, token, now: now() }),
    );
    if (challenge?.userId !== userId) throw fail("passkey_rejected");
    const verified = await library.verifyRegistration(party, token, input.response);
    if (!verified.ok) {
      log.info({ why: verified.why }, "A passkey was rejected");
      throw fail("passkey_rejected");
    }
    const { name } = input;
    const isAdded = await transact((ledger) => {
      const user = readUser(ledger, userId);
      const added =
        user?.disabledAt === null &&
        addPasskey(ledger, verified.value, { userId, name, now: now() });
      if (added)
        queueMail(ledger, { to: user.email, kind: "passkey_added", data: { name }, now: now() });
      return added;
    });
    if (!isAdded) throw fail("passkey_rejected");
    return { id: verified.value.id };
  };
}
