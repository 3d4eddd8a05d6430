import type { Contract } from "../../contract/contract.ts";
import type { Log } from "../../ports/log.ts";
import type { Platform } from "../../ports/platform.ts";
import type { Ledger, SystemReads } from "../data/data.ts";
import type { CallerMemo } from "./caller-memo.ts";
import type { Cookies } from "./cookies.ts";
import type { IdentityFeature, SecondFactor, TokenIssuer } from "./feature.ts";
import type { MailDesk } from "./mail/open-mail.ts";
import type { Passwords } from "./passwords.ts";
import type { SecurityEvents } from "./security-events.ts";
import type { ResolvedSettings } from "./settings.ts";
import type { Suspicion } from "./suspicion.ts";

/** What all parts of an identity have in common. */
export interface IdentityCore {
  readonly platform: Platform;
  readonly contract: Contract;
  readonly log: Log;
  readonly settings: ResolvedSettings;
  readonly passwords: Passwords;
  readonly cookies: Cookies;
  readonly memo: CallerMemo;
  readonly mail: MailDesk;
  readonly securityEvents: SecurityEvents;
  readonly suspicion: Suspicion;
  /** The role whose holders administer accounts, where the contract has one. */
  readonly administrators: string | undefined;
  /** Every part, the core's own too. */
  readonly features: readonly IdentityFeature[];
}

/** Who decides whether a password is enough, where the contract has a second factor. */
export function secondFactorOf({ features }: IdentityCore): SecondFactor | undefined {
  return features.find(({ secondFactor }) => secondFactor !== undefined)?.secondFactor;
}

/** Who gives out tokens, where the contract has them. */
export function tokenIssuerOf({ features }: IdentityCore): TokenIssuer | undefined {
  return features.find(({ tokens }) => tokens !== undefined)?.tokens;
}

/** How many ways to sign in a user has: the last one cannot be removed. */
export function countWaysIn(
  { features }: IdentityCore,
  reads: SystemReads,
  userId: string,
): number {
  return features.reduce((sum, feature) => sum + (feature.waysIn?.(reads, userId) ?? 0), 0);
}

/**
 * Forgets, once the transaction has committed, what is memoised of a user's credentials: for everything
 * that changes what one of them means.
 */
export function forgetCaller({ memo }: IdentityCore, ledger: Ledger, userId: string): void {
  ledger.onCommit(() => memo.forget(userId));
}
