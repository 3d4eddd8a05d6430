import type { passkeyOperations } from "../../../contract/identity/passkeys.ts";
import { endChallenges } from "../challenges.ts";
import { countWaysIn, type IdentityCore } from "../core.ts";
import type { IdentityFeature, IdentityHandler } from "../feature.ts";
import { userOf } from "../own-account.ts";
import { tellUser } from "../tell-user.ts";
import { createDesk } from "./desk.ts";
import { listPasskeys, passkeyTables, removePasskey, summarisePasskeys } from "./passkey-rows.ts";
import { createRegister, createRegistrationOptions, registrationChallenge } from "./register.ts";
import { createSignIn, createSignInOptions } from "./sign-in.ts";

type Operations = ReturnType<typeof passkeyOperations>["passkeys"];

/**
 * Passkeys, to sign in without a password. They need a finger, a face or a PIN, so each stands for both
 * factors, and no code is asked for beside it.
 * @throws ServeryError `invalid_identity` where the service does not say how.
 */
export function createPasskeys(core: IdentityCore): IdentityFeature {
  const desk = createDesk(core);
  return {
    systemTables: passkeyTables,
    waysIn: (reads, userId) => listPasskeys(reads, userId).length,
    handlers: {
      "passkeys.signInOptions": createSignInOptions(core, desk),
      "passkeys.signIn": createSignIn(core, desk),
      "passkeys.registrationOptions": createRegistrationOptions(core, desk),
      "passkeys.register": createRegister(core, desk),
      "passkeys.list": list,
      "passkeys.remove": remove(core),
    },
    exported: (reads, userId) => ({ passkeys: summarisePasskeys(reads, userId) }),
    endCredentials: (ledger, userId) => endChallenges(ledger, registrationChallenge, userId),
  };
}

const list: IdentityHandler<Operations["list"]> = ({ visit, system }) => ({
  items: summarisePasskeys(system, userOf(visit).userId),
});

function remove(core: IdentityCore): IdentityHandler<Operations["remove"]> {
  return ({ input, fail, now, visit, ledger }) => {
    const { userId } = userOf(visit);
    const name = removePasskey(ledger, input.id, userId);
    if (name === undefined) throw fail("not_found");
    // It undoes the removal.
    if (countWaysIn(core, ledger, userId) === 0) throw fail("last_way_in");
    tellUser(ledger, userId, { kind: "passkey_removed", data: { name }, now: now() });
  };
}
