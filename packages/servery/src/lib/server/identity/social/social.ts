import type { socialOperations } from "../../../contract/identity/social.ts";
import { endChallenges } from "../challenges.ts";
import { countWaysIn, type IdentityCore } from "../core.ts";
import type { IdentityFeature, IdentityHandler } from "../feature.ts";
import { userOf } from "../own-account.ts";
import { tellUser } from "../tell-user.ts";
import { createFinish } from "./finish.ts";
import { findProviders } from "./providers.ts";
import { listLinks, socialTables, unlinkUser } from "./social-rows.ts";
import { createStart, socialChallenge } from "./start.ts";

type Operations = ReturnType<typeof socialOperations>["social"];

/**
 * Sign-in through other providers.
 * @throws ServeryError `invalid_identity` where the service does not say how one is reached.
 */
export function createSocial(core: IdentityCore): IdentityFeature {
  const providers = findProviders(core);
  return {
    systemTables: socialTables,
    waysIn: (reads, userId) => listLinks(reads, userId).length,
    handlers: {
      "social.start": createStart(core, providers),
      "social.finish": createFinish(core, providers),
      "social.list": list,
      "social.unlink": unlink(core),
    },
    exported: (reads, userId) => ({ social: listLinks(reads, userId) }),
    endCredentials: (ledger, userId) => endChallenges(ledger, socialChallenge, userId),
  };
}

const list: IdentityHandler<Operations["list"]> = ({ visit, system }) => ({
  items: listLinks(system, userOf(visit).userId),
});

function unlink(core: IdentityCore): IdentityHandler<Operations["unlink"]> {
  return ({ input, fail, now, visit, ledger }) => {
    const { userId } = userOf(visit);
    const provider = unlinkUser(ledger, input.id, userId);
    if (provider === undefined) throw fail("not_found");
    // It undoes the unlinking.
    if (countWaysIn(core, ledger, userId) === 0) throw fail("last_way_in");
    tellUser(ledger, userId, { kind: "social_unlinked", data: { provider }, now: now() });
  };
}
