import { identityNameOf } from "../../contract/built-in.ts";
import type { Contract } from "../../contract/contract.ts";
import { createAdministration } from "./administration.ts";
import { createApiKeys } from "./api-keys/api-keys.ts";
import { createChangePassword } from "./change-password.ts";
import type { IdentityCore } from "./core.ts";
import type { IdentityFeature } from "./feature.ts";
import { createFirstAdministrator } from "./first-administrator.ts";
import { createInvitations } from "./invitations.ts";
import { createLeave } from "./leave.ts";
import { createOwnAccount } from "./own-account.ts";
import { createOwnSessions } from "./own-sessions.ts";
import { createPasskeys } from "./passkeys/passkeys.ts";
import { createResetPassword } from "./reset-password.ts";
import { createSecondFactor } from "./second-factor/second-factor.ts";
import { createSignIn } from "./sign-in.ts";
import { createSignUp } from "./sign-up.ts";
import { createSocial } from "./social/social.ts";
import { createTokens } from "./tokens/tokens.ts";

/** Every part of an identity: a new one is a file and a line here. */
const makers = [
  createSignUp,
  createSignIn,
  createChangePassword,
  createResetPassword,
  createOwnAccount,
  createOwnSessions,
  createLeave,
  createInvitations,
  createAdministration,
  createFirstAdministrator,
] satisfies readonly ((core: IdentityCore) => IdentityFeature)[];

/** What only some contracts have, by an operation that they then declare. */
const options: Readonly<Record<string, (core: IdentityCore) => IdentityFeature>> = {
  refresh: createTokens,
  "apiKeys.create": createApiKeys,
  "secondFactor.complete": createSecondFactor,
  "passkeys.signIn": createPasskeys,
  "social.start": createSocial,
};

/** Makes the parts of an identity, for as much as its contract has. */
export function createFeatures(core: IdentityCore): readonly IdentityFeature[] {
  const chosen = Object.keys(options).filter((operation) => declares(core.contract, operation));
  return [...makers, ...chosen.map((operation) => options[operation]!)].map((make) => make(core));
}

function declares({ list }: Contract, name: string): boolean {
  return list.some(({ operation }) => identityNameOf(operation) === name);
}
