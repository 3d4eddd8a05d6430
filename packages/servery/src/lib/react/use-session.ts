import { useEffect, useSyncExternalStore } from "react";

import { sessionOf, type UserOf, type WithIdentity } from "../client/session.ts";
import { type SessionSnapshot, unknownSession } from "../client/session-state.ts";

/**
 * Who is signed in. Asks the service once where that is not known yet, and renders again only when it
 * changes, in whatever tab. On a server it is unknown.
 *
 * ```tsx
 * const { state, user } = useSession(client);
 * if (state === "unknown") return null;
 * return user ? <Account name={user.name} /> : <SignIn />;
 * ```
 */
export function useSession<C extends object>(
  client: C & WithIdentity<C>,
): SessionSnapshot<UserOf<C>> {
  const session = sessionOf<C>(client);
  const current = useSyncExternalStore(
    session.onChange,
    () => session.current,
    () => unknownSession as SessionSnapshot<never>,
  );
  const isUnasked = current.state === "unknown" && current.problem === undefined;
  useEffect(() => {
    // What it meets is in the snapshot.
    if (isUnasked) session.load().catch(() => {});
  }, [session, isUnasked]);
  return current;
}
