import type { SystemReads } from "../data/data.ts";
import type { UserPrincipal } from "../handling/principal.ts";
import { findUser, readUser } from "./account.ts";
import { toEmailKey } from "./email.ts";
import { readGrants } from "./grants.ts";

/** A user by id or address, as if signed in at this time. It proves nothing: only scripts and tools ask. */
export function principalOf(
  system: SystemReads,
  user: string,
  now: number,
): UserPrincipal | undefined {
  const found = readUser(system, user) ?? findUser(system, toEmailKey(user));
  if (found === undefined) return undefined;
  const { roles, plans } = readGrants(system, found.id);
  return {
    kind: "user",
    key: `user:${found.id}`,
    userId: found.id,
    credential: "session",
    credentialId: "none",
    roles,
    plans,
    scopes: undefined,
    authenticatedAt: now,
  };
}
