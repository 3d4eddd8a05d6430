import { id, text, timestamp } from "../data/column.ts";
import { nobody, owner, policy } from "../data/policy.ts";
import { table } from "../data/table.ts";

/**
 * The accounts of an identity: what other tables refer to, `ref(() => users)`. Passwords, sessions,
 * roles and keys are not in it, and no handler can read them. Callers see their own row; accounts are changed
 * by the operations of the identity alone.
 */
export const users = table(
  "users",
  {
    id: id(),
    email: text({ check: "length(@) <= 254" }),
    /** The address as it is compared: in lower case. */
    emailKey: text({ unique: true }),
    name: text({ nullable: true }),
    createdAt: timestamp(),
    /** Since when the account may not be used. */
    disabledAt: timestamp({ nullable: true }),
  },
  { policy: policy({ read: owner("id"), write: nobody }) },
);
