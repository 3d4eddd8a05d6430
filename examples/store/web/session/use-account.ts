import { sessionOf } from "servery/client";
import { useSession } from "servery/react";

import { adminRole, membersPlan } from "../../contract/bounds.ts";
import { client } from "../client.ts";

/** Who is signed in, as the pages ask for it. What one may do, the service decides. */
export function useAccount() {
  const session = useSession(client);
  const { user } = session;
  return {
    ...session,
    isAdmin: user?.roles.includes(adminRole) ?? false,
    isMember: user?.plans.includes(membersPlan) ?? false,
  };
}

/** Asks the service anew who is signed in: after what changes the name, the roles or the plans. */
export async function refreshAccount(): Promise<void> {
  // What it meets is in the session.
  await sessionOf(client)
    .load()
    .catch(() => undefined);
}
