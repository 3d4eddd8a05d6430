import type { CoreOperations } from "../../contract/identity/core.ts";
import type { Ledger, SystemReads } from "../data/data.ts";
import { findUser } from "./account.ts";
import { createChallenge, findChallenge, takeChallenge } from "./challenges.ts";
import type { IdentityCore } from "./core.ts";
import { createAccount } from "./create-account.ts";
import { toEmailKey } from "./email.ts";
import type { IdentityFeature, IdentityHandler } from "./feature.ts";
import { addGrant, isHeld, isHolder } from "./grants.ts";
import { assertStrong, toPasswordRules } from "./password-rules.ts";
import { assertTransport, signInUser } from "./sign-in-user.ts";

/** What an invitation is to. */
export interface Invitation {
  /** The only address that may accept it; `undefined` for whoever has the link. */
  readonly email?: string | undefined;
  /** Names of the roles that come with it. */
  readonly roles: readonly string[];
  /** The administrator who invites; `undefined` for the service itself. */
  readonly by?: string | undefined;
}

const kind = "invitation";
/** Of the invitation to the first administrator, so that each start can replace it. */
const firstKind = "first_administrator";
const invitationMs = 7 * 86_400_000;
const firstMs = 86_400_000;

/** Invitations: accounts whose address is vouched for by a link. */
export function createInvitations(core: IdentityCore): IdentityFeature {
  return { handlers: { acceptInvitation: accept(core) } };
}

/** Writes an invitation; answers its token and until when it holds. */
export function createInvitation(
  core: IdentityCore,
  ledger: Ledger,
  invitation: Invitation,
  now: number,
): { readonly token: string; readonly expiresAt: number } {
  const ttlMs = invitationMs;
  const token = createChallenge(core.platform, ledger, { kind, data: invitation, ttlMs, now });
  return { token, expiresAt: now + ttlMs };
}

/** Writes the invitation to the first administrator, in the place of any before. */
export function inviteFirstAdministrator(
  core: IdentityCore,
  ledger: Ledger,
  role: string,
  now: number,
): string {
  ledger.run("DELETE FROM servery_challenges WHERE kind = ?", firstKind);
  const data: Invitation = { roles: [role] };
  return createChallenge(core.platform, ledger, { kind: firstKind, data, ttlMs: firstMs, now });
}

function accept(core: IdentityCore): IdentityHandler<CoreOperations["acceptInvitation"]> {
  return async ({ input, fail, now: clock, system, transact, visit }) => {
    const { token, email, password, name = null, session } = input;
    assertTransport(core, session);
    const found = [kind, firstKind].find((each) =>
      fits(findChallenge(core.platform, system, { kind: each, token, now: clock() }), email),
    );
    if (found === undefined) throw fail("invalid_token");
    if (findUser(system, toEmailKey(email)) !== undefined)
      throw fail(
        "invalid_token",
        "There is an account with this address: sign in, and ask for the role.",
      );
    await assertStrong(password, toPasswordRules(core), { email, name }, fail);
    const phc = await core.passwords.hash(password);
    const result = await transact((ledger) => {
      const now = clock();
      const taken = takeChallenge(core.platform, ledger, { kind: found, token, now });
      if (!fits(taken, email) || !isStanding(core, ledger, found, taken)) return undefined;
      const userId = createAccount(ledger, { email, name, phc, now });
      if (userId === undefined) return undefined;
      for (const role of (taken.data as Invitation).roles)
        addGrant(ledger, userId, { kind: "role", name: role }, { now });
      return signInUser(core, { visit, ledger, now }, userId, { session });
    });
    if (result === undefined) throw fail("invalid_token");
    return result;
  };
}

/**
 * Whether whoever invites still may: a dismissed administrator must not come back by an invitation, nor the
 * reader of an old log by the one to the first.
 */
function isStanding(
  { administrators: role }: IdentityCore,
  reads: SystemReads,
  found: string,
  { data }: { readonly data: unknown },
): boolean {
  const { by } = data as Invitation;
  if (role === undefined) return true;
  if (found === firstKind) return !isHeld(reads, role);
  return by === undefined || isHolder(reads, role, by);
}

function fits<C extends { readonly data: unknown }>(
  challenge: C | undefined,
  email: string,
): challenge is C {
  if (challenge === undefined) return false;
  const { email: invited } = challenge.data as Invitation;
  return invited === undefined || toEmailKey(invited) === toEmailKey(email);
}
