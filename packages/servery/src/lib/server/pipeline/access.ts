import { ServeryError } from "../../base/servery-error.ts";
import {
  type Access,
  accessRules,
  describeAccess,
  isPublic,
  type Plan as SubscriptionPlan,
  type Role,
  type Scope,
} from "../../contract/access.ts";
import type { Contract } from "../../contract/contract.ts";
import { bearerChallenge } from "../../protocol/headers.ts";
import { holds } from "../handling/current-user.ts";
import type { Principal, UserPrincipal } from "../handling/principal.ts";
import { refuse, type Refusal } from "../handling/refusal.ts";

/** Throws the refusal of a caller who may not call. The time is in epoch milliseconds. */
export type AccessCheck = (caller: Caller, now: number) => void;

interface Caller {
  readonly principal: Principal;
  /** Whether there was a credential that does not hold. */
  readonly isCredentialInvalid: boolean;
}

type NamedRule = Role | Scope | SubscriptionPlan;

/** What a refused caller lacks, as `forbidden` lists it. */
interface Missing {
  readonly kind: NamedRule["kind"] | "credential";
  readonly name: string;
}

/** How long a proof of who somebody is counts as fresh, where the identity says nothing else. */
const defaultFreshMs = 10 * 60_000;

/**
 * Compiles who may call an operation to a check of the caller; `undefined` for the public, which costs
 * nothing. What it says depends on the operation and the caller alone, never on what is stored.
 */
export function compileAccess(access: Access, freshMs = defaultFreshMs): AccessCheck | undefined {
  if (isPublic(access)) return undefined;
  const rules = accessRules(access);
  const named = rules.filter((rule) => typeof rule !== "string");
  const isFresh = rules.includes("fresh");
  const opensToKeys = !isFresh && named.some(({ kind }) => kind === "scope");
  return ({ principal, isCredentialInvalid }, now) => {
    if (principal.kind === "anonymous") throw unauthenticated(isCredentialInvalid);
    if (principal.credential === "api_key" && !opensToKeys) throw forbidden([ownSession]);
    const missing =
      named.length === 0 ? none : named.filter((rule) => !holds(principal, rule, now));
    if (missing.length > 0) throw forbidden(missing.map(({ kind, name }) => ({ kind, name })));
    if (isFresh && !isFreshAt(principal, now, freshMs)) throw stale(freshMs);
  };
}

const none: readonly NamedRule[] = [];
const ownSession: Missing = { kind: "credential", name: "session" };

// Proven in the future is not proven: clocks of two nodes differ by less than this.
const clockSkewMs = 60_000;

function isFreshAt({ authenticatedAt }: UserPrincipal, now: number, freshMs: number): boolean {
  return now - authenticatedAt <= freshMs && authenticatedAt - now <= clockSkewMs;
}

/** RFC 6750 §3.1: a request without a credential is told no error, one with an ended credential is. */
export function unauthenticated(isCredentialInvalid: boolean): Refusal {
  if (!isCredentialInvalid)
    return refuse("unauthenticated", "This is for users who are signed in.");
  return refuse("unauthenticated", "The session or key of this request does not hold any more.", {
    headers: challenge(`error="invalid_token"`),
  });
}

function forbidden(missing: readonly Missing[]): Refusal {
  return refuse("forbidden", toSentence(missing), { data: { missing } });
}

function toSentence(missing: readonly Missing[]): string {
  if (missing[0] === ownSession)
    return "API keys may not do this; it takes a session of one's own.";
  return `It takes the ${missing.map(({ kind, name }) => `${kind} "${name}"`).join(" and the ")}.`;
}

/** RFC 9470 §3. */
function stale(freshMs: number): Refusal {
  const maxAge = Math.floor(freshMs / 1000);
  return refuse("fresh_sign_in_required", "The last sign-in is too long ago for this.", {
    headers: challenge(`error="insufficient_user_authentication", max_age="${maxAge}"`),
    data: { maxAgeSeconds: maxAge },
  });
}

function challenge(parameters: string): Readonly<Record<string, string>> {
  return { "www-authenticate": `${bearerChallenge} ${parameters}` };
}

/**
 * Refuses a contract with operations that not everybody may call when nothing tells callers apart:
 * nothing is ever served more openly than it says.
 */
export function assertIdentity({ name, list }: Contract, hasIdentity: boolean): void {
  const closed = list.filter(({ operation }) => !isPublic(operation.access));
  if (hasIdentity || closed.length === 0) return;
  const names = closed.map(({ id, operation }) => `${id} (${describeAccess(operation.access)})`);
  throw new ServeryError(
    "identity_missing",
    `The contract "${name}" has operations that are not public, and nothing tells its callers apart: ${names.join(", ")}. Add accounts to it, \`operations: { ...identity(), … }\`, or declare access: "public" where that is true.`,
  );
}
