import type { Access, Plan, Role, Scope } from "../../contract/access.ts";
import type { Principal, UserPrincipal } from "./principal.ts";

/** The signed-in user, as a handler sees it. */
export interface CurrentUser {
  readonly id: string;
  /** Names the session or API key of the call; no secret. */
  readonly credentialId: string;
  /** Whether the user holds a role or a plan, or the credential carries a scope. */
  has(this: void, what: Role | Plan | Scope): boolean;
}

/** `user` of an operation: always there unless the operation is public. */
export type UserOf<A extends Access> = [A] extends ["public" | readonly "public"[]]
  ? CurrentUser | undefined
  : Access extends A
    ? CurrentUser | undefined
    : CurrentUser;

/** Whether a principal meets a named rule at a time in epoch milliseconds. */
export function holds(principal: UserPrincipal, what: Role | Plan | Scope, now: number): boolean {
  switch (what.kind) {
    case "role":
      return principal.roles.has(what.name);
    case "scope":
      return principal.scopes === undefined || principal.scopes.has(what.name);
    case "plan": {
      const until = principal.plans.get(what.name);
      return until !== undefined && (until === null || until > now);
    }
  }
}

/** Shows a principal to a handler. */
export function toCurrentUser(principal: Principal, now: () => number): CurrentUser | undefined {
  if (principal.kind === "anonymous") return undefined;
  return {
    id: principal.userId,
    credentialId: principal.credentialId,
    has: (what) => holds(principal, what, now()),
  };
}
