import type { Account } from "../contract/identity/shapes.ts";
import { isProblemError } from "../protocol/problem-error.ts";
import type { CalledOperation } from "./called-operation.ts";
import type { ClientCore, Follower } from "./client-core.ts";
import {
  createSessionState,
  type SessionSnapshot,
  type SessionState,
  type SignedOutReason,
} from "./session-state.ts";
import { joinTabs, type Tabs } from "./session-tabs.ts";

/** A client's session: what is known of it, and how to find out. */
export interface SessionStore extends Pick<SessionState, "current" | "epoch" | "onChange"> {
  readonly state: SessionSnapshot["state"];
  readonly user: Account | undefined;
  /** Asks the service who is signed in, once however many ask at a time. */
  load(): Promise<SessionSnapshot>;
}

const stores = new WeakMap<ClientCore, SessionStore>();

/** The session of a client, followed from when it is first asked for. */
export function storeOf(core: ClientCore): SessionStore {
  const store = stores.get(core) ?? createSessionStore(core);
  stores.set(core, store);
  return store;
}

function createSessionStore(core: ClientCore): SessionStore {
  const state = createSessionState();
  const become: Become = (user, reason) => {
    const before = state.userId ?? null;
    if (state.become(user, reason)) tabs?.tell({ user: user?.id ?? null, before, reason });
  };
  const learn: Learn = (user) => {
    if (state.userId === undefined) state.learn(user);
    else if (user !== null) become(user);
    else if (state.userId) become(null, "ended");
  };
  const load = createLoader(core, state, learn);
  const tabs = connectTabs(core, state, () => void load().catch(() => {}));
  core.follow = createFollower(state, become, learn);
  if (core.keeper) core.keeper.onEnd = () => become(null, "ended");
  return {
    get current() {
      return state.current;
    },
    get epoch() {
      return state.epoch;
    },
    get state() {
      return state.current.state;
    },
    get user() {
      return state.current.user;
    },
    load,
    onChange: state.onChange,
  };
}

/** Somebody is the caller from now on, or nobody. */
type Become = (user: Account | null, reason?: SignedOutReason) => void;
/** Somebody has called all along, or nobody: then a session that was there is over. */
type Learn = (user: Account | null) => void;

function createLoader(
  core: ClientCore,
  state: SessionState,
  learn: Learn,
): () => Promise<SessionSnapshot> {
  const whoAmI = core.identity.get("whoAmI");
  let loading: Promise<SessionSnapshot> | undefined;
  const ask = async () => {
    try {
      let askedIn: number;
      do {
        askedIn = state.epoch;
        // The call's outcome is followed like that of any other.
        if (whoAmI && (await core.keeper?.isEmpty()) !== true) await core.call(whoAmI);
        else learn(null);
      } while (state.userId === undefined && state.epoch !== askedIn);
    } catch (error) {
      if (isProblemError(error) && state.userId === undefined) state.forget(error.problem);
      throw error;
    }
    return state.current;
  };
  return () => {
    loading ??= ask().finally(() => {
      loading = undefined;
    });
    return loading;
  };
}

function connectTabs(
  { name, keeper, identity }: ClientCore,
  state: SessionState,
  reload: () => void,
): Tabs | undefined {
  if (identity.size === 0 || keeper?.isShared === false) return undefined;
  return joinTabs(`servery:${name}`, keeper ? "storage" : "channel", {
    onMessage: ({ user, before, reason }) => {
      const { userId } = state;
      if (user === userId) return;
      // The end of a session that was not this one: a tab was slow to hear of another sign-in.
      if (user === null && before !== null && userId && before !== userId) return reload();
      if (user === null) return void state.become(null, reason);
      state.forget();
      if (userId !== undefined) reload();
    },
    onReturn: () => {
      if (state.userId !== undefined) reload();
    },
  });
}

function createFollower(state: SessionState, become: Become, learn: Learn): Follower {
  return (operation, input) => {
    const sentIn = state.epoch;
    const isCurrent = () => sentIn === state.epoch;
    return {
      isCurrent,
      settle: ({ output, problem }) => {
        // Of an earlier caller's call only what makes a new one counts: a late answer tells nothing else.
        if (problem === undefined) settle(operation, input, Object(output), isCurrent());
        else if (problem.code === "unauthenticated" && isCurrent() && state.userId)
          become(null, "ended");
      },
    };
  };

  function settle(
    { identity }: CalledOperation,
    input: unknown,
    { status, user }: { readonly status?: string; readonly user?: Account | null },
    isCurrent: boolean,
  ): void {
    if (identity === undefined) return;
    const { current } = state;
    if (status === "signed_in" && user) become(user);
    else if (identity === "signOut" || identity === "deleteAccount") become(null, "signed_out");
    else if (!isCurrent) return;
    else if (identity === "whoAmI") learn(user ?? null);
    else if (identity === "updateProfile" && current.user)
      become({ ...current.user, ...(input as { name: string | null }) });
  }
}
