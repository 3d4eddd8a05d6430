import type { socialOperations } from "../../../contract/identity/social.ts";
import { refuse } from "../../handling/refusal.ts";
import { takeChallenge } from "../challenges.ts";
import type { IdentityCore } from "../core.ts";
import type { IdentityHandler } from "../feature.ts";
import { assertTransport } from "../sign-in-user.ts";
import { type FinishedFlow, settleFlow } from "./settle-flow.ts";
import type { Providers } from "./providers.ts";
import { socialChallenge, type StartedFlow, starterOf, toFlow } from "./start.ts";

type Finish = ReturnType<typeof socialOperations>["social"]["finish"];

/**
 * Ends a flow with what the provider sent back: once, and for the one who has started it. A flow that
 * was started signed in ends with nobody else, and one that was started by nobody links nothing.
 */
export function createFinish(core: IdentityCore, providers: Providers): IdentityHandler<Finish> {
  return async ({ input, fail, log, now, transact, visit }) => {
    assertTransport(core, input.session);
    const token = input.flow;
    const challenge = await transact((ledger) =>
      takeChallenge(core.platform, ledger, { kind: socialChallenge, token, now: now() }),
    );
    const starter = challenge?.userId;
    const isStarters = starter === undefined || starter === starterOf(visit);
    if (challenge === undefined || !isStarters || !URL.canParse(input.url))
      throw fail("sign_in_refused");
    // As `start` has written it.
    const { provider } = challenge.data as StartedFlow;
    const found = await providers.get(provider)?.finish(toFlow(core, token), new URL(input.url));
    if (found === undefined || !found.ok) {
      log.info({ provider, why: found?.why }, "A provider has confirmed no sign-in");
      throw fail(found?.failure === "unavailable" ? "provider_unavailable" : "sign_in_refused");
    }
    const flow: FinishedFlow = { provider, starter, profile: found.value, session: input.session };
    const outcome = await transact((ledger) =>
      settleFlow(core, { visit, ledger, now: now() }, flow),
    );
    if (typeof outcome !== "string") return outcome;
    throw outcome === "fresh_sign_in_required" ? refuse(outcome) : fail(outcome);
  };
}
