import type { SignInResult } from "../../contract/identity/shapes.ts";
import type { Ledger } from "../data/data.ts";
import { refuse } from "../handling/refusal.ts";
import type { Visit } from "../handling/visit.ts";
import { readAccount } from "./account.ts";
import { clearAttempts } from "./attempts.ts";
import { createChallenge } from "./challenges.ts";
import { forgetCaller, type IdentityCore, secondFactorOf, tokenIssuerOf } from "./core.ts";
import { toDeviceName } from "./device-name.ts";
import { deviceMs, rememberDevice } from "./devices.ts";
import { createSession, endSession, type NewSession, type SessionKind } from "./sessions.ts";
import { tellUser } from "./tell-user.ts";

/** The transaction in which somebody signs in, and the request that asked for it. */
export interface SignInContext {
  readonly visit: Visit;
  readonly ledger: Ledger;
  readonly now: number;
}

export interface SignInOptions {
  /** Default `cookie`. */
  readonly session?: SessionKind | undefined;
  /** The session that the new one takes the place of. */
  readonly replaces?: string | undefined;
  /** What goes on under the new token, where the user has not proved again all that a sign-in takes. */
  readonly continues?: NewSession["continues"];
  /** The device token that came in the input, where there are no cookies. */
  readonly device?: string | undefined;
  /** Leaves out the mail about a sign-in on a new device: the user has just been told otherwise. */
  readonly quiet?: true;
}

/** What a pending sign-in remembers until the second factor has come. */
export type PendingSignIn = Pick<SignInOptions, "replaces" | "device">;

/** The kind of challenge that a sign-in is which waits for its second factor. */
export const secondFactorChallenge = "second_factor";
const pendingMs = 600_000;
const pendingTries = 5;

/**
 * Signs a user in who has proved a password: at once, or where there is a second factor with a challenge
 * and no session. Failed attempts stay counted until the second factor has come too.
 */
export function signInByPassword(
  core: IdentityCore,
  context: SignInContext,
  userId: string,
  options: SignInOptions = {},
): SignInResult {
  const { ledger, now, visit } = context;
  const factors = secondFactorOf(core)?.factors(ledger, userId) ?? [];
  if (factors.length === 0) return signInUser(core, context, userId, options);
  visit.actAs(userId);
  const { replaces, device } = options;
  const data: PendingSignIn = { replaces, device };
  const challenge = createChallenge(core.platform, ledger, {
    kind: secondFactorChallenge,
    userId,
    data,
    ttlMs: pendingMs,
    tries: pendingTries,
    now,
  });
  return { status: "second_factor_required", challenge, factors: [...factors] };
}

/**
 * Begins a session of a user who has proved all that is needed, in the caller's transaction; a cookie is
 * set once that has committed.
 * @throws Refusal `invalid_input` where tokens are asked for and the contract has none.
 */
export function signInUser(
  core: IdentityCore,
  context: SignInContext,
  userId: string,
  options: SignInOptions = {},
): SignInResult {
  const { visit, ledger, now } = context;
  const { session: kind = "cookie", replaces, continues } = options;
  visit.actAs(userId);
  clearAttempts(core, context, userId, options.device);
  if (replaces !== undefined) endSession(ledger, userId, replaces);
  if (kind === "cookie") endFormer(core, context);
  forgetCaller(core, ledger, userId);
  const session = createSession(ledger, core.platform, core.settings.lifetimes, {
    userId,
    kind,
    address: visit.address,
    userAgent: visit.header("user-agent"),
    now,
    continues,
  });
  const device = remember(core, context, userId, options);
  const user = readAccount(ledger, userId, now)!;
  if (kind === "cookie") {
    setCookie(core, context, "session", session.token, session.expiresAt - now);
    setCookie(core, context, "device", device, deviceMs);
    return { status: "signed_in", user, tokens: null };
  }
  const tokens = assertTokens(core).issue(ledger, { ...session, userId }, now);
  return { status: "signed_in", user, tokens, device };
}

/** The session whose cookie is about to be replaced would be left without anybody to end it. */
function endFormer(core: IdentityCore, { visit, ledger }: SignInContext): void {
  const { principal } = visit;
  if (principal.kind !== "user" || principal.credential !== "session") return;
  endSession(ledger, principal.userId, principal.credentialId);
  forgetCaller(core, ledger, principal.userId);
}

/** Refuses to begin what could not be finished. */
export function assertTransport(core: IdentityCore, session: SessionKind | undefined): void {
  if (session === "tokens") assertTokens(core);
}

function assertTokens(core: IdentityCore) {
  const issuer = tokenIssuerOf(core);
  if (issuer !== undefined) return issuer;
  throw refuse("invalid_input", undefined, {
    errors: [{ pointer: "/session", detail: "This service gives out no tokens, only cookies." }],
  });
}

function setCookie(
  { cookies }: IdentityCore,
  { visit, ledger }: SignInContext,
  cookie: "session" | "device",
  token: string,
  maxAgeMs: number,
): void {
  const header = (name: string) => visit.header(name);
  ledger.onCommit(() => visit.setCookie(...cookies.toSet(header, cookie, token, maxAgeMs)));
}

/** Remembers the device, and tells the user of one that is new. */
function remember(
  { platform, cookies }: IdentityCore,
  { visit, ledger, now }: SignInContext,
  userId: string,
  options: SignInOptions,
): string {
  const token = options.device ?? cookies.device((name) => visit.header(name));
  const hadDevices = ledger.get("SELECT 1 FROM servery_devices WHERE user_id = ? LIMIT 1", userId);
  const { token: device, isNew } = rememberDevice(platform, ledger, { userId, token, now });
  // The first device of all is no news to whoever has just made the account.
  if (isNew && hadDevices !== undefined && options.quiet !== true)
    tellUser(ledger, userId, {
      kind: "new_sign_in",
      data: {
        device: toDeviceName(visit.header("user-agent")),
        address: visit.address ?? "an unknown address",
      },
      now,
    });
  return device;
}
