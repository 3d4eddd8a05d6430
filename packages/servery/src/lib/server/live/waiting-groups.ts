import { createLateStates } from "./late-states.ts";
import type { LiveQuery } from "./live-query.ts";
import { createRerunQueue } from "./rerun-queue.ts";
import type { Scopes } from "./scopes.ts";
import type { TurnShare } from "./turn-share.ts";
import { firstOf, type WatchGroup } from "./watch-group.ts";

/** Groups whose query is to be run, runs, or whose result is being told. */
export interface WaitingGroups {
  /** Has the query of a group run. `heldIn`: see {@link WatchGroup}. */
  add(group: WatchGroup, cause: string, heldIn: number | undefined): void;
  /** One that whoever watches this query may join: its run has not ended. */
  find(query: LiveQuery): WatchGroup | undefined;
  /** One more waits in it, who was last told in this state. */
  join(group: WatchGroup, heldIn: number | undefined): void;
  /** It is joined no more: its run has ended. */
  shut(group: WatchGroup): void;
  /** All in it have been told. */
  settle(group: WatchGroup): void;
  /** Nobody is in it any more. */
  dismiss(group: WatchGroup): void;
  /** The oldest state in which somebody was last told what has changed since. */
  readonly oldest: number | undefined;
  readonly size: number;
  close(): void;
}

/** Runs at a time: of those that begin and end here, and of those that run elsewhere, for long. */
const mostRunning = { light: 8, heavy: 2 };

/** @param run runs the query of a group, and tells those in it. Must not reject. */
export function createWaitingGroups(
  scopes: Scopes,
  share: TurnShare,
  run: (group: WatchGroup) => Promise<void>,
): WaitingGroups {
  const light = createRerunQueue(share, mostRunning.light, run);
  const heavy = createRerunQueue(share, mostRunning.heavy, run);
  const joinable = new Map<string, WatchGroup>();
  const late = createLateStates();

  function shut(group: WatchGroup): void {
    const { scope } = group;
    if (scope !== undefined && joinable.get(scope) === group) joinable.delete(scope);
  }

  return {
    add(group, cause, heldIn) {
      const { query } = firstOf(group);
      const scope = scopes.scopeOf(query);
      Object.assign(group, { phase: "due", entry: undefined, cause, heldIn, scope });
      late.add(heldIn);
      if (scope !== undefined && !joinable.has(scope)) joinable.set(scope, group);
      (query.callerSignal === undefined ? light : heavy).add(group);
    },
    find(query) {
      const scope = scopes.scopeOf(query);
      return scope === undefined ? undefined : joinable.get(scope);
    },
    join(group, heldIn) {
      if (heldIn === undefined || heldIn >= (group.heldIn ?? Number.POSITIVE_INFINITY)) return;
      late.remove(group.heldIn);
      group.heldIn = heldIn;
      late.add(heldIn);
    },
    shut,
    settle(group) {
      late.remove(group.heldIn);
      group.heldIn = undefined;
    },
    dismiss(group) {
      light.delete(group);
      heavy.delete(group);
      shut(group);
      late.remove(group.heldIn);
    },
    get oldest() {
      return late.oldest;
    },
    get size() {
      return light.size + heavy.size;
    },
    close() {
      light.close();
      heavy.close();
      joinable.clear();
    },
  };
}
