import type { DatabaseSync } from "node:sqlite";

import { createLimiter } from "./rate-limit.ts";
import { openSessions } from "./sessions.ts";

/** Whether a request of a peer may go on, whose it is, and what its answer says of the limit. */
export interface Admission {
  readonly status: 200 | 401 | 429;
  readonly userId: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
}

/** What stands before a peer's operations. */
export interface Gate {
  /** To be asked once for each request, with its `Cookie` header. */
  admit(cookie: string | undefined): Admission;
  signOut(cookie: string | undefined): void;
}

/** What a signed-in run asks of a subject; without it everybody is anonymous and nothing is limited. */
export interface SignedIn {
  /** Requests a minute for each caller. */
  readonly perMinute: number;
}

const anyone: Admission = { status: 200, userId: undefined, headers: {} };
const nobody: Admission = { status: 401, userId: undefined, headers: {} };

/** Opens a peer's gate on its database. */
export function openGate(database: DatabaseSync, signedIn: SignedIn | undefined): Gate {
  if (signedIn === undefined) return { admit: () => anyone, signOut: () => {} };
  const sessions = openSessions(database);
  const take = createLimiter(signedIn.perMinute);
  return {
    admit(cookie) {
      const userId = sessions.find(cookie);
      if (userId === undefined) return nobody;
      const { isAllowed, headers } = take(userId);
      return { status: isAllowed ? 200 : 429, userId, headers };
    },
    signOut: (cookie) => sessions.revoke(cookie),
  };
}
