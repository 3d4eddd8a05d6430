import type { passkeyOperations } from "../../../contract/identity/passkeys.ts";
import type { SignInResult } from "../../../contract/identity/shapes.ts";
import type { PasskeyUse, WebAuthnJson } from "../../../ports/passkeys.ts";
import type { SystemReads } from "../../data/data.ts";
import { toBase64Url } from "../../handling/random.ts";
import { readUser } from "../account.ts";
import { createChallenge, takeChallenge } from "../challenges.ts";
import type { IdentityCore } from "../core.ts";
import type { IdentityHandler } from "../feature.ts";
import { replacedBy } from "../replaced-session.ts";
import {
  assertTransport,
  type SignInContext,
  signInUser,
  type SignInOptions,
} from "../sign-in-user.ts";
import type { PasskeyDesk } from "./desk.ts";
import { findPasskey, type OwnedPasskey, usePasskey } from "./passkey-rows.ts";
import { challengeMs } from "./register.ts";

type Operations = ReturnType<typeof passkeyOperations>["passkeys"];

const kind = "passkey_sign_in";

/** For anybody: it names no passkey, and so no account. */
export function createSignInOptions(
  { platform }: IdentityCore,
  { library, party }: PasskeyDesk,
): IdentityHandler<Operations["signInOptions"]> {
  return async ({ now, transact }) => {
    const challenge = await transact((ledger) =>
      createChallenge(platform, ledger, { kind, ttlMs: challengeMs, now: now() }),
    );
    return { challenge, options: await library.toSignInOptions(party, challenge) };
  };
}

/** Signs in; for a user who is signed in already it is the fresh proof, and takes the session's place. */
export function createSignIn(
  core: IdentityCore,
  { library, party }: PasskeyDesk,
): IdentityHandler<Operations["signIn"]> {
  return async ({ input, fail, log, now, system, transact, visit }) => {
    assertTransport(core, input.session);
    const token = input.challenge;
    const isOurs = await transact(
      (ledger) => takeChallenge(core.platform, ledger, { kind, token, now: now() }) !== undefined,
    );
    const passkey = isOurs ? findNamed(system, input.response) : undefined;
    if (passkey === undefined) throw fail("passkey_rejected");
    visit.actAs(passkey.userId);
    const verified = await library.verifySignIn(party, token, input.response, passkey);
    if (!verified.ok) {
      log.info({ why: verified.why }, "A passkey was rejected");
      throw fail("passkey_rejected");
    }
    const { session } = input;
    const result = await transact((ledger) =>
      settle(core, { visit, ledger, now: now() }, passkey, verified.value, session),
    );
    if (result === undefined) throw fail("passkey_rejected");
    return result;
  };
}

/** The passkey that a response is of, where the authenticator says that it is of the same user. */
function findNamed(reads: SystemReads, response: WebAuthnJson): OwnedPasskey | undefined {
  const { id, response: inner } = response;
  const passkey = typeof id === "string" ? findPasskey(reads, id) : undefined;
  if (passkey === undefined || typeof inner !== "object" || inner === null) return undefined;
  const handle = "userHandle" in inner ? inner.userHandle : undefined;
  return handle === toBase64Url(new TextEncoder().encode(passkey.userId)) ? passkey : undefined;
}

function settle(
  core: IdentityCore,
  context: SignInContext,
  { id, userId }: OwnedPasskey,
  use: PasskeyUse,
  session: SignInOptions["session"],
): SignInResult | undefined {
  const { ledger, visit, now } = context;
  if (findPasskey(ledger, id) === undefined) return undefined;
  if (!usePasskey(ledger, id, use, now)) {
    core.securityEvents.record(ledger, {
      kind: "suspicious_sign_in",
      severity: "critical",
      userId,
      address: visit.address ?? null,
      detail: "A passkey's counter did not grow: its authenticator may have been copied",
    });
    return undefined;
  }
  if (readUser(ledger, userId)?.disabledAt !== null) return undefined;
  return signInUser(core, context, userId, { session, ...replacedBy(visit, userId) });
}
