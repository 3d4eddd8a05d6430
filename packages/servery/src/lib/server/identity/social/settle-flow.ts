import { email as emailSchema } from "../../../contract/identity/schemas.ts";
import type { SignInResult } from "../../../contract/identity/shapes.ts";
import type { SocialProfile } from "../../../ports/social.ts";
import { toBase64Url } from "../../handling/random.ts";
import { findUser, readAccount, readUser } from "../account.ts";
import type { IdentityCore } from "../core.ts";
import { createAccount } from "../create-account.ts";
import { toEmailKey } from "../email.ts";
import { replacedBy } from "../replaced-session.ts";
import {
  signInByPassword,
  type SignInContext,
  signInUser,
  type SignInOptions,
} from "../sign-in-user.ts";
import { tellUser } from "../tell-user.ts";
import { findLinkedUser, linkUser } from "./social-rows.ts";

/** A flow whose provider has said who somebody is. */
export interface FinishedFlow {
  readonly provider: string;
  /** Who was signed in when it was started, and is now. */
  readonly starter: string | undefined;
  readonly profile: SocialProfile;
  readonly session: SignInOptions["session"];
}

/** What keeps a flow from ending well. */
type Objection =
  | "account_exists"
  | "email_unverified"
  | "fresh_sign_in_required"
  | "linked_elsewhere"
  | "sign_in_refused";

/**
 * Signs in, signs up or links. What names an account elsewhere is its subject alone; an address finds no
 * account here, for whoever can have an address at some provider would then have the account.
 */
export function settleFlow(
  core: IdentityCore,
  context: SignInContext,
  flow: FinishedFlow,
): SignInResult | Objection {
  const { provider, profile, starter } = flow;
  const linked = findLinkedUser(context.ledger, provider, profile.subject);
  if (linked === undefined)
    return starter === undefined ? signUp(core, context, flow) : link(core, context, flow, starter);
  if (starter !== undefined && starter !== linked) return "linked_elsewhere";
  context.visit.actAs(linked);
  if (readUser(context.ledger, linked)?.disabledAt !== null) return "sign_in_refused";
  const { session } = flow;
  // A second factor is asked for as beside a password.
  return signInByPassword(core, context, linked, { session, ...replacedBy(context.visit, linked) });
}

/** Makes an account for an address that the provider has verified, and that has none. */
function signUp(
  core: IdentityCore,
  context: SignInContext,
  { provider, profile, session }: FinishedFlow,
): SignInResult | Objection {
  const { ledger, now } = context;
  const { email, emailVerified, name, subject } = profile;
  if (email === null || !emailVerified || !isAddress(email)) return "email_unverified";
  if (findUser(ledger, toEmailKey(email)) !== undefined) return "account_exists";
  const userId = createAccount(ledger, { email, name, phc: undefined, now })!;
  linkUser(ledger, { id: drawId(core), userId, provider, subject, email, now });
  return signInUser(core, context, userId, { session });
}

/** Gives the caller another way in: only with a fresh proof, and the user is told. */
function link(
  core: IdentityCore,
  { ledger, visit, now }: SignInContext,
  { provider, profile }: FinishedFlow,
  userId: string,
): SignInResult | Objection {
  const { principal } = visit;
  const provedAt = principal.kind === "user" ? principal.authenticatedAt : 0;
  if (now - provedAt > core.settings.lifetimes.freshMs) return "fresh_sign_in_required";
  const { email, subject } = profile;
  linkUser(ledger, { id: drawId(core), userId, provider, subject, email, now });
  tellUser(ledger, userId, { kind: "social_linked", data: { provider }, now });
  return { status: "signed_in", user: readAccount(ledger, userId, now)!, tokens: null };
}

const addressPattern = new RegExp(emailSchema.pattern!, "u");

/** What is no address here cannot become one by way of a provider. */
function isAddress(text: string): boolean {
  return text.length <= emailSchema.maxLength! && addressPattern.test(text);
}

function drawId({ platform }: IdentityCore): string {
  return toBase64Url(platform.randomBytes(16));
}
