import { ServeryError } from "../../base/servery-error.ts";
import { describeAccess, isPublic } from "../../contract/access.ts";
import type { Contract } from "../../contract/contract.ts";

/**
 * Refuses a contract with an operation that not everybody may call: nothing is ever served more openly
 * than it says, and nothing enforces access yet.
 */
export function assertPublic({ name, list }: Contract): void {
  const closed = list.filter(({ operation }) => !isPublic(operation.access));
  if (closed.length === 0) return;
  const names = closed.map(({ id, operation }) => `${id} (${describeAccess(operation.access)})`);
  throw new ServeryError(
    "access_not_enforced",
    `The contract "${name}" has operations that are not public: ${names.join(", ")}. This version cannot tell callers apart yet, so it does not serve them. Declare access: "public" where that is true.`,
  );
}
