import type { Ledger } from "../data/data.ts";
import { endChallenges } from "./challenges.ts";
import { forgetCaller, type IdentityCore } from "./core.ts";
import type { CredentialsEnd } from "./feature.ts";
import { endSessions } from "./sessions.ts";
import { secondFactorChallenge } from "./sign-in-user.ts";

/** Ends all sessions of a user, and what else could be used in their place. */
export function endCredentials(
  core: IdentityCore,
  ledger: Ledger,
  userId: string,
  why: CredentialsEnd,
): void {
  endSessions(ledger, { userId });
  endChallenges(ledger, secondFactorChallenge, userId);
  for (const feature of core.features) feature.endCredentials?.(ledger, userId, why);
  forgetCaller(core, ledger, userId);
}

/** Disables an account since a time, which ends its credentials; enables it with `null`. */
export function disable(
  core: IdentityCore,
  ledger: Ledger,
  userId: string,
  since: number | null,
): void {
  ledger.run("UPDATE main.users SET disabledAt = ? WHERE id = ?", since, userId);
  if (since === null) forgetCaller(core, ledger, userId);
  else endCredentials(core, ledger, userId, "disabled");
}
