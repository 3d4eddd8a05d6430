import type { CoreOperations } from "../../contract/identity/core.ts";
import type { UserPrincipal } from "../handling/principal.ts";
import { refuse } from "../handling/refusal.ts";
import type { Visit } from "../handling/visit.ts";
import { readAccount, readUser } from "./account.ts";
import { forgetCaller, type IdentityCore } from "./core.ts";
import type { IdentityFeature, IdentityHandler } from "./feature.ts";
import { endSession, readSession } from "./sessions.ts";

/** What users do with their own accounts. */
export function createOwnAccount(core: IdentityCore): IdentityFeature {
  return {
    handlers: {
      whoAmI: whoAmI(core),
      signOut: signOut(core),
      updateProfile: updateProfile(core),
    },
  };
}

/** Who is signed in, where the operation's access has seen to it that somebody is. */
export function userOf({ principal }: Visit): UserPrincipal {
  if (principal.kind === "user") return principal;
  throw refuse("unauthenticated");
}

function whoAmI(core: IdentityCore): IdentityHandler<CoreOperations["whoAmI"]> {
  const { lifetimes } = core.settings;
  return ({ visit, system, now }) => {
    const { principal } = visit;
    if (principal.kind === "anonymous") {
      clearEndedCookie(core, visit);
      return { user: null, session: null };
    }
    const user = readAccount(system, principal.userId, now()) ?? null;
    const session = readSession(system, principal.credentialId);
    if (user === null || session === undefined) return { user, session: null };
    const { id, expiresAt, authenticatedAt } = session;
    return { user, session: { id, expiresAt, freshUntil: authenticatedAt + lifetimes.freshMs } };
  };
}

/**
 * Clears a cookie that no longer holds. Only here and at sign-out: an answer to any other request could
 * arrive after the cookie of a new session was set, and take that away.
 */
function clearEndedCookie({ cookies }: IdentityCore, visit: Visit): void {
  const header = (name: string) => visit.header(name);
  if (cookies.session(header) !== undefined) visit.setCookie(...cookies.toClear(header, "session"));
}

function signOut(core: IdentityCore): IdentityHandler<CoreOperations["signOut"]> {
  return ({ visit, ledger }) => {
    const { principal } = visit;
    const header = (name: string) => visit.header(name);
    if (principal.kind === "user" && principal.credential !== "api_key") {
      endSession(ledger, principal.userId, principal.credentialId);
      forgetCaller(core, ledger, principal.userId);
    }
    if (core.cookies.session(header) !== undefined)
      visit.setCookie(...core.cookies.toClear(header, "session"));
  };
}

function updateProfile(core: IdentityCore): IdentityHandler<CoreOperations["updateProfile"]> {
  return ({ input, visit, ledger }) => {
    const { userId } = userOf(visit);
    ledger.run("UPDATE main.users SET name = ? WHERE id = ?", input.name, userId);
    if (readUser(ledger, userId) === undefined) throw refuse("unauthenticated");
    forgetCaller(core, ledger, userId);
  };
}
