import { ServeryError } from "../base/servery-error.ts";
import { coreOf } from "./client-core.ts";
import type { SessionListener, SessionSnapshot } from "./session-state.ts";
import { storeOf } from "./session-store.ts";

/** Who is signed in to a client's service, in whatever tab. */
export interface Session<User> {
  /** All of it at once. Always the same object until something changes. */
  readonly current: SessionSnapshot<User>;
  /** `unknown` until somebody signed in or out, or it was loaded. */
  readonly state: SessionSnapshot["state"];
  readonly user: User | undefined;
  /** Asks the service who is signed in. @throws ProblemError as a call does. */
  load(): Promise<SessionSnapshot<User>>;
  /** Calls back after each change, also by another tab and when the session ends; returns what stops it. */
  onChange(listener: SessionListener<User>): () => void;
}

/** A client whose contract has an identity. */
export interface ClientWithIdentity<User = unknown> {
  readonly auth: {
    readonly whoAmI: (...args: never[]) => Promise<{ readonly user: User | null }>;
  };
}

/** What {@link sessionOf} takes: a client, or a sentence where its contract has no identity. */
export type WithIdentity<C> = C extends ClientWithIdentity
  ? unknown
  : "The contract of this client has no identity: add ...identity() to its operations";

/** The users of a client's service, as they see themselves. */
export type UserOf<C> = C extends ClientWithIdentity<infer User> ? User : never;

/**
 * The session of a client. It follows what the client's own calls do, signing in and out included, and
 * other tabs of the same origin.
 *
 * ```ts
 * const session = sessionOf(client);
 * const stop = session.onChange(({ state, reason }) => {
 *   if (state === "signed_out" && reason === "ended") showSignIn();
 * });
 * ```
 * @throws ServeryError `no_identity` when the client's contract has no identity.
 */
export function sessionOf<C extends object>(client: C & WithIdentity<C>): Session<UserOf<C>> {
  const core = coreOf(client);
  if (!core?.identity.has("whoAmI"))
    throw new ServeryError(
      "no_identity",
      core
        ? `The contract of "${core.name}" has no identity: add ...identity() to its operations.`
        : "A session is that of a client: pass what createClient returned.",
    );
  // The contract's types say what the service sends.
  return storeOf(core) as Session<never> as Session<UserOf<C>>;
}
