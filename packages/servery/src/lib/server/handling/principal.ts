import type { RowCaller } from "../data/row-caller.ts";

/** Nobody in particular: a request without a credential that holds. */
export interface AnonymousPrincipal {
  readonly kind: "anonymous";
  /** Tells callers apart where something is kept for each of them. */
  readonly key: "anonymous";
}

/** What a request proved itself with. */
export type CredentialKind = "session" | "token" | "api_key";

/** A user, known by a credential. */
export interface UserPrincipal {
  readonly kind: "user";
  readonly key: `user:${string}`;
  readonly userId: string;
  readonly credential: CredentialKind;
  /** Names the session or the key; no secret. */
  readonly credentialId: string;
  readonly roles: ReadonlySet<string>;
  /** The plans by name, each with the epoch milliseconds of its end; `null` without one. */
  readonly plans: ReadonlyMap<string, number | null>;
  /** What an API key may do; `undefined` for the user's own sessions, which may do all. */
  readonly scopes: ReadonlySet<string> | undefined;
  /** When the user last proved who they are, in epoch milliseconds. */
  readonly authenticatedAt: number;
}

/** Who calls. */
export type Principal = AnonymousPrincipal | UserPrincipal;

export const anonymous: AnonymousPrincipal = { kind: "anonymous", key: "anonymous" };

/** A principal as row policies see it; `undefined` for nobody. */
export function toRowCaller(principal: Principal): RowCaller | undefined {
  return principal.kind === "anonymous"
    ? undefined
    : { user: principal.userId, roles: principal.roles };
}
