import type { socialOperations } from "../../../contract/identity/social.ts";
import type { SocialFlow } from "../../../ports/social.ts";
import type { Visit } from "../../handling/visit.ts";
import { createChallenge } from "../challenges.ts";
import type { IdentityCore } from "../core.ts";
import type { IdentityHandler } from "../feature.ts";
import type { Providers } from "./providers.ts";

type Start = ReturnType<typeof socialOperations>["social"]["start"];

export const socialChallenge = "social";
const flowMs = 600_000;

/** What a flow remembers. Who has started it, is the challenge's user. */
export interface StartedFlow {
  readonly provider: string;
}

/** Begins a flow, for whoever asks: signed in, it links an account elsewhere to the caller's own. */
export function createStart(core: IdentityCore, providers: Providers): IdentityHandler<Start> {
  return async ({ input, fail, log, now, transact, visit }) => {
    const { provider } = input;
    const userId = starterOf(visit);
    const data: StartedFlow = { provider };
    const flow = await transact((ledger) =>
      createChallenge(core.platform, ledger, {
        kind: socialChallenge,
        ...(userId !== undefined && { userId }),
        data,
        ttlMs: flowMs,
        now: now(),
      }),
    );
    const started = await providers.get(provider)!.start(toFlow(core, flow));
    if (started.ok) return { url: started.value.href, flow };
    log.warn({ provider, why: started.why }, "A provider of sign-ins cannot be used");
    throw fail("provider_unavailable");
  };
}

/**
 * All secrets of a flow, from the token that only its starter has: nothing else need be kept, and an
 * address that comes back is worth nothing without it. The state is public, and leads to none of the rest.
 */
export function toFlow({ platform, settings }: IdentityCore, flow: string): SocialFlow {
  const derive = (what: string) => platform.sha256(`servery social ${what} ${flow}`);
  return {
    redirectUri: settings.origin + settings.pages.social,
    state: derive("state"),
    nonce: derive("nonce"),
    verifier: derive("verifier"),
  };
}

/** Who is signed in with a session of their own. */
export function starterOf({ principal }: Visit): string | undefined {
  const isUser = principal.kind === "user" && principal.credential !== "api_key";
  return isUser ? principal.userId : undefined;
}
