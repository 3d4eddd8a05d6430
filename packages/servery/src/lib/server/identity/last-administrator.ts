import type { Ledger } from "../data/data.ts";
import type { IdentityCore } from "./core.ts";
import { isHeld, readGrants } from "./grants.ts";

/**
 * Refuses what would leave nobody to administer: a service like that is lost to whoever runs it.
 * @throws the problem `last_administrator`, where this user administers and nobody else can.
 */
export function assertNotLastAdministrator(
  { administrators }: Pick<IdentityCore, "administrators">,
  ledger: Ledger,
  userId: string,
  fail: (code: "last_administrator") => Error,
): void {
  if (administrators === undefined || !readGrants(ledger, userId).roles.has(administrators)) return;
  if (!isHeld(ledger, administrators, userId)) throw fail("last_administrator");
}
