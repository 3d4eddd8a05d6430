import type { Log } from "../../ports/log.ts";
import type { Platform } from "../../ports/platform.ts";
import type { Entry } from "./entry.ts";
import type { KeptResults } from "./kept-results.ts";
import type { LiveQuery } from "./live-query.ts";
import { answersAlike } from "./question.ts";
import type { RerunHistory } from "./rerun-history.ts";
import type { Scopes } from "./scopes.ts";
import { createTurnShare } from "./turn-share.ts";
import { createWaitingGroups } from "./waiting-groups.ts";
import { createWatchGroup, firstOf, type Watcher, type WatchGroup } from "./watch-group.ts";
import { runWatched } from "./watch-runs.ts";
import { holdsStateOf, toWatchState } from "./watch-state.ts";

/** All who watch, by the result that they have or wait for. */
export interface WatchGroups {
  /**
   * Puts a watcher that is in no group where its result is, or is to be made.
   * @param heldIn the last state in which what it was told is known to have held; none where it was told nothing.
   */
  settle(watcher: Watcher, cause: string, heldIn: number | undefined): void;
  /** Takes it out of its group. */
  leave(watcher: Watcher): void;
  /** A result does not hold any more. */
  lapse(entry: Entry, cause: string): void;
  /** Gives up what is too old. */
  sweep(): void;
  /** The oldest state in which somebody was last told what has changed since. */
  readonly oldest: number | undefined;
  /** From now on nobody is told anything. */
  close(): void;
}

export interface WatchesOptions {
  readonly kept: KeptResults;
  readonly scopes: Scopes;
  readonly platform: Pick<Platform, "defer" | "monotonic" | "now" | "sha256">;
  readonly history: RerunHistory;
  readonly log: Pick<Log, "error">;
  toToken(count: number): string;
  /** The newest state that is known. */
  count(): number;
}

/** Makes groups with nobody in them. */
export function createWatchGroups(options: WatchesOptions): WatchGroups {
  const { kept, scopes, platform, history, log, toToken, count } = options;
  const share = createTurnShare(platform);
  const waiting = createWaitingGroups(scopes, share, rerun);
  /** By the result that they have, or are being told. */
  const groups = new Map<Entry, WatchGroup>();
  let isClosed = false;

  function find({ isKept, key, ask }: LiveQuery): Entry | undefined {
    return isKept ? kept.find(key, ask, platform.monotonic()) : undefined;
  }

  function deliver(watcher: Watcher, entry: Entry): void {
    const { hash } = entry.result;
    const holdsIn = holdsStateOf(entry, count());
    // Of one that is too old already another will follow.
    if (isClosed || watcher.told === hash || (holdsIn ?? watcher.knows) < watcher.knows) return;
    watcher.told = hash;
    watcher.knows = holdsIn ?? watcher.knows;
    try {
      watcher.listener(toWatchState(entry, holdsIn === undefined ? undefined : toToken(holdsIn)));
    } catch (error) {
      log.error({ error, operation: watcher.query.operation }, "A watch could not be told");
    }
  }

  function enter(watcher: Watcher, group: WatchGroup): void {
    group.watchers.add(watcher);
    watcher.group = group;
  }

  function leave(watcher: Watcher): void {
    const { group } = watcher;
    group.watchers.delete(watcher);
    if (group.watchers.size > 0) return;
    if (group.phase === "due") waiting.dismiss(group);
    if (group.phase === "running") stop(group);
    if (group.phase === "settled") release(group.entry as Entry);
  }

  /** Nobody waits for its run any more. */
  function stop(group: WatchGroup): void {
    if (group.ending === undefined) return;
    waiting.shut(group);
    group.ending.abort();
  }

  function release(entry: Entry): void {
    groups.delete(entry);
    kept.unpin(entry);
  }

  /** Puts a watcher that is in no group where its result is, or is to be made. */
  function settle(watcher: Watcher, cause: string, heldIn: number | undefined): void {
    watcher.knows = Math.max(watcher.knows, heldIn ?? 0);
    const entry = find(watcher.query);
    if (entry !== undefined) {
      enter(watcher, groupOf(entry));
      return deliver(watcher, entry);
    }
    const group = waiting.find(watcher.query);
    enter(watcher, group ?? createWatchGroup());
    if (group === undefined) waiting.add(watcher.group, cause, heldIn);
    else waiting.join(group, heldIn);
  }

  function groupOf(entry: Entry): WatchGroup {
    const known = groups.get(entry);
    if (known !== undefined) return known;
    const group = createWatchGroup();
    Object.assign(group, { phase: "settled", entry });
    groups.set(entry, group);
    kept.pin(entry);
    return group;
  }

  async function rerun(group: WatchGroup): Promise<void> {
    const { query, told } = firstOf(group);
    group.phase = "running";
    const found = find(query);
    if (found === undefined) await run(group, query, told);
    waiting.shut(group);
    const entry = found ?? (group.entry as Entry);
    await tell(group, found === undefined ? group : groupOf(found), entry, query);
    waiting.settle(group);
    if (group.entry === entry) conclude(group, entry);
  }

  async function run(group: WatchGroup, query: LiveQuery, told: string | undefined): Promise<void> {
    const started = platform.monotonic();
    group.ending = query.callerSignal && new AbortController();
    await runWatched({ kept, scopes, platform }, query, group.ending?.signal, (entry) => {
      groups.set(entry, group);
      Object.assign(group, { phase: "telling", entry, ending: undefined });
      if (told !== undefined)
        history.add(query.key, {
          at: platform.now(),
          commit: entry.count ?? count(),
          cause: group.cause,
          changed: entry.result.hash !== told,
          ms: platform.monotonic() - started,
        });
      if (!entry.isFresh) group.cause = "a write while it was read";
    });
  }

  /** Tells a result to those in a group whose it is; all others get one of their own. */
  async function tell(
    group: WatchGroup,
    target: WatchGroup,
    entry: Entry,
    query: LiveQuery,
  ): Promise<void> {
    for (const watcher of group.watchers) {
      const isTheirs =
        watcher.query === query ||
        (!entry.isPrivate && answersAlike(entry.asked, watcher.query.ask));
      if (group !== target || !isTheirs) group.watchers.delete(watcher);
      // Where it is to move, all others may have gone meanwhile, or nothing holds any more.
      if (!isTheirs || groups.get(entry) !== target) settle(watcher, group.cause, group.heldIn);
      else {
        if (group !== target) enter(watcher, target);
        deliver(watcher, entry);
      }
      if (share.isSpent) await share.next();
    }
  }

  /** All in a group have been told, or have gone; meanwhile something may have changed. */
  function conclude(group: WatchGroup, entry: Entry): void {
    if (group.watchers.size === 0) return release(entry);
    group.phase = "settled";
    if (!entry.isFresh) lapse(entry, group.cause);
  }

  function lapse(entry: Entry, cause: string): void {
    const group = groups.get(entry);
    if (group === undefined) return;
    group.cause = cause;
    if (group.phase !== "settled") return;
    groups.delete(entry);
    if (!isClosed) waiting.add(group, cause, entry.heldIn);
  }

  return {
    settle,
    leave,
    lapse,
    sweep() {
      const now = platform.monotonic();
      for (const entry of groups.keys())
        if (now >= entry.expiresAt) kept.invalidate(entry, "its age");
    },
    get oldest() {
      return waiting.oldest;
    },
    close() {
      isClosed = true;
      waiting.close();
      groups.clear();
    },
  };
}
