import type { Account } from "../contract/identity/shapes.ts";
import type { CallProblem } from "./call-problem.ts";
import { tellSafely } from "./tell-safely.ts";

/** Whether somebody is signed in, and who. A new object at every change, and only then. */
export type SessionSnapshot<User = Account> =
  | {
      /** The service was not asked yet, or could not be. */
      readonly state: "unknown";
      readonly user: undefined;
      readonly reason: undefined;
      /** What asking met, if it was asked. */
      readonly problem: CallProblem | undefined;
    }
  | {
      readonly state: "signed_in";
      readonly user: User;
      readonly reason: undefined;
      readonly problem: undefined;
    }
  | {
      readonly state: "signed_out";
      readonly user: undefined;
      readonly reason: SignedOutReason | undefined;
      readonly problem: undefined;
    };

/** `signed_out`: by the user, in whatever tab. `ended`: by the service, or by time. None: there was no session. */
export type SignedOutReason = "signed_out" | "ended";

/** What nothing is known of. */
export const unknownSession: SessionSnapshot = {
  state: "unknown",
  user: undefined,
  reason: undefined,
  problem: undefined,
};

/** Hears of each change, and of each time when the caller may be another. */
export type SessionListener<User = Account> = (now: SessionSnapshot<User>) => void;

/** Who is signed in, as far as this tab knows. */
export interface SessionState {
  readonly current: SessionSnapshot;
  /** Grows whenever the caller may be another: what was read before is not theirs. */
  readonly epoch: number;
  /** The user's id; null when nobody is signed in, `undefined` while that is unknown. */
  readonly userId: string | null | undefined;
  /** Says who it is from now on; returns whether that is another than was known. */
  become(user: Account | null, reason?: SignedOutReason): boolean;
  /** Says who it has been all along. */
  learn(user: Account | null): void;
  /** Knows nothing any more; `problem` is what kept it from being found out. */
  forget(problem?: CallProblem): void;
  onChange(listener: SessionListener): () => void;
}

/** Starts out with nothing known. */
export function createSessionState(): SessionState {
  const listeners = new Set<SessionListener>();
  let current = unknownSession;
  let epoch = 0;
  let shownEpoch = 0;
  const show = (next: SessionSnapshot) => {
    const isSame = JSON.stringify(next) === JSON.stringify(current);
    if (isSame && epoch === shownEpoch) return;
    shownEpoch = epoch;
    if (!isSame) current = next;
    for (const listener of listeners) tellSafely(() => listener(next));
  };
  const state: SessionState = {
    get current() {
      return current;
    },
    get epoch() {
      return epoch;
    },
    get userId() {
      return current.state === "unknown" ? undefined : (current.user?.id ?? null);
    },
    become: (user, reason) => {
      const isOther = state.userId !== (user?.id ?? null);
      if (isOther) epoch += 1;
      show(toSnapshot(user, reason));
      return isOther;
    },
    learn: (user) => show(toSnapshot(user)),
    forget: (problem) => {
      if (problem === undefined) epoch += 1;
      show({ state: "unknown", user: undefined, reason: undefined, problem });
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  return state;
}

function toSnapshot(user: Account | null, reason?: SignedOutReason): SessionSnapshot {
  return user === null
    ? { state: "signed_out", user: undefined, reason, problem: undefined }
    : { state: "signed_in", user, reason: undefined, problem: undefined };
}
