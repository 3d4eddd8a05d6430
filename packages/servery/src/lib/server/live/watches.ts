import { createBoundedMap } from "../../base/bounded-map.ts";
import type { Platform } from "../../ports/platform.ts";
import type { Entry, EntryResult } from "./entry.ts";
import type { KeptResults } from "./kept-results.ts";
import type { LiveQuery } from "./live-query.ts";
import { answersAlike, type Asked } from "./question.ts";
import { createRerunQueue } from "./rerun-queue.ts";
import type { RerunHistory } from "./rerun-history.ts";
import { createRunRecord } from "./run-record.ts";
import type { WatchListener, WatchState } from "./watch-state.ts";

/** One watch, as its opener has it. */
export interface LiveWatch {
  /** Its caller may be another, or may answer otherwise: finds the result that is theirs now. */
  replace(query: LiveQuery): void;
  close(): void;
}

/** All watches of a service. */
export interface Watches {
  open(query: LiveQuery, listener: WatchListener): LiveWatch;
  /** To be told of each entry that does not hold any more. */
  onInvalid(entry: Entry, cause: string): void;
  isWatched(entry: Entry): boolean;
  /** Watches of one query. */
  countOf(key: string): number;
  readonly size: number;
  /** The state up to which all who watch have been told of every change. */
  settledCount(): number;
  /** Reads anew what is older than it may be; to be called now and then. */
  sweep(): void;
  close(): void;
}

interface Watcher {
  query: LiveQuery;
  readonly listener: WatchListener;
  entry: Entry | undefined;
  /** What the listener was last told, by the result's hash. */
  told: string | undefined;
  isOpen: boolean;
}

/** Watchers that wait for one result, with what has made the last one end. */
interface Due {
  readonly watchers: Set<Watcher>;
  readonly cause: string;
  /** The last state in which what they were told is known to have held; none where they were told nothing. */
  readonly heldIn: number | undefined;
  /** What others may be waiting for, too; see `groupOf`. */
  readonly group?: string | undefined;
}

/** What a run has made. */
interface Made {
  readonly entry: Entry;
  /** Whether it tells nothing of any caller: a failure of ours. */
  readonly isEverybodys: boolean;
}

const rememberedQueries = 10_000;

interface WatchesOptions {
  readonly kept: KeptResults;
  readonly platform: Pick<Platform, "defer" | "monotonic" | "now" | "sha256">;
  readonly history: RerunHistory;
  /** How long until a query is tried again that failed for no reason of its own, in milliseconds. */
  readonly retryMs: number;
  toToken(count: number): string;
  /** The newest state. */
  commitCount(): number;
}

/** Makes the watches over results that are kept: equal ones share one result, and each of its runs. */
export function createWatches(options: WatchesOptions): Watches {
  const { kept, platform, history, retryMs, toToken, commitCount } = options;
  const watchersOf = new Map<Entry, Set<Watcher>>();
  const counts = new Map<string, number>();
  /** Results that are to be made for watchers who have none yet, by group. */
  const waitingFor = new Map<string, Due>();
  /** What runs of a query were last found to ask. */
  const lastAsked = createBoundedMap<string, readonly Asked[]>(rememberedQueries);
  const queue = createRerunQueue<Due>(platform, (due) =>
    rerun(due).finally(() => late.delete(due)),
  );
  /** What was told and does not hold any more, the oldest first. */
  const late = new Set<Due>();
  let size = 0;

  function deliver(watcher: Watcher, entry: Entry): void {
    const { hash } = entry.result;
    if (watcher.told === hash) return;
    watcher.told = hash;
    watcher.listener(toState(entry, toToken(entry.count)));
  }

  function attach(watcher: Watcher, entry: Entry): void {
    detach(watcher);
    watcher.entry = entry;
    const group = watchersOf.get(entry);
    if (group !== undefined) group.add(watcher);
    else {
      watchersOf.set(entry, new Set([watcher]));
      kept.pin(entry);
    }
    deliver(watcher, entry);
  }

  function detach(watcher: Watcher): void {
    const { entry } = watcher;
    if (entry === undefined) return;
    watcher.entry = undefined;
    const group = watchersOf.get(entry);
    group?.delete(watcher);
    if (group?.size !== 0) return;
    watchersOf.delete(entry);
    if (entry.isPrivate || entry.result.problem !== undefined) kept.drop(entry);
    else kept.unpin(entry);
  }

  /** Attaches a watcher to a result that is there, or has one made. */
  function settle(watcher: Watcher, cause: string): void {
    const { query } = watcher;
    const entry = query.isKept ? kept.find(query.key, query.ask) : undefined;
    if (entry !== undefined) return attach(watcher, entry);
    const group = query.isKept ? groupOf(query) : undefined;
    const waiting = group === undefined ? undefined : waitingFor.get(group);
    if (waiting !== undefined) return void waiting.watchers.add(watcher);
    const due: Due = { watchers: new Set([watcher]), cause, heldIn: undefined, group };
    if (group !== undefined) waitingFor.set(group, due);
    queue.add(due);
  }

  /** Who can be expected to get the same result: as far as is known, those who answer alike what runs ask. */
  function groupOf({ key, ask }: LiveQuery): string {
    const answers = (lastAsked.get(key) ?? []).map(({ question }) => ask(question));
    return JSON.stringify([key, answers]);
  }

  async function rerun({ watchers, cause, group }: Due): Promise<void> {
    // Whoever comes from here on might know of a commit that this run does not see.
    if (group !== undefined) waitingFor.delete(group);
    const first = [...watchers].find(({ isOpen }) => isOpen);
    if (first === undefined) return;
    const { query, told } = first;
    const started = platform.monotonic();
    const made = await runFor(query);
    const { count: commit, result } = made.entry;
    lastAsked.set(query.key, made.entry.asked);
    const ms = platform.monotonic() - started;
    if (told !== undefined)
      history.add(query.key, {
        at: platform.now(),
        commit,
        cause,
        changed: result.hash !== told,
        ms,
      });
    const belongsTo = (watcher: Watcher): boolean =>
      watcher.query === query ||
      made.isEverybodys ||
      (!made.entry.isPrivate && answersAlike(made.entry.asked, watcher.query.ask));
    hand(
      made.entry,
      [...watchers].filter(({ isOpen }) => isOpen),
      belongsTo,
      cause,
    );
  }

  /** Gives a new result to whom it belongs; all others get one of their own. */
  function hand(
    entry: Entry,
    watchers: readonly Watcher[],
    belongsTo: (watcher: Watcher) => boolean,
    cause: string,
  ): void {
    if (entry.isFresh) kept.keepWatched(entry);
    const others = watchers.filter((watcher) => !belongsTo(watcher));
    for (const watcher of watchers) if (belongsTo(watcher)) attach(watcher, entry);
    for (const watcher of others) settle(watcher, cause);
    if (!watchersOf.has(entry)) kept.drop(entry);
    else if (!entry.isFresh) onInvalid(entry, "a write while it was read", entry.count);
  }

  async function runFor(query: LiveQuery): Promise<Made> {
    const record = createRunRecord();
    try {
      const text = await query.run(record);
      if (record.count === undefined) throw new Error("The state that was read is not known.");
      const result = { text, hash: platform.sha256(text) };
      return { entry: kept.toEntry(query, record.conclude(), result), isEverybodys: false };
    } catch (error) {
      return toProblem(query, record, error);
    }
  }

  /** What was read until then decides when it is run again; after a passing failure, time does. */
  function toProblem(
    query: LiveQuery,
    record: ReturnType<typeof createRunRecord>,
    error: unknown,
  ): Made {
    const { problem, isPassing } = query.toProblem(error);
    const result: EntryResult = { problem, hash: platform.sha256(JSON.stringify(problem)) };
    const entry = kept.toEntry(query, record.conclude(), result);
    if (!isPassing) return { entry, isEverybodys: false };
    const expiresAt = Math.min(entry.expiresAt, platform.monotonic() + retryMs);
    return { entry: { ...entry, expiresAt, isPrivate: true, isFresh: true }, isEverybodys: true };
  }

  function onInvalid(entry: Entry, cause: string, heldIn = commitCount() - 1): void {
    const watchers = watchersOf.get(entry);
    if (watchers === undefined) return;
    watchersOf.delete(entry);
    for (const watcher of watchers) watcher.entry = undefined;
    const due = { watchers, cause, heldIn };
    late.add(due);
    queue.add(due);
  }

  function count(key: string, change: 1 | -1): void {
    const left = (counts.get(key) ?? 0) + change;
    size += change;
    if (left === 0) counts.delete(key);
    else counts.set(key, left);
  }

  return {
    open(query, listener) {
      const watcher: Watcher = { query, listener, entry: undefined, told: undefined, isOpen: true };
      count(query.key, 1);
      settle(watcher, "");
      return {
        replace(other) {
          if (!watcher.isOpen) return;
          const { entry } = watcher;
          watcher.query = other;
          if (entry === undefined || (!entry.isPrivate && answersAlike(entry.asked, other.ask)))
            return;
          detach(watcher);
          settle(watcher, "its caller answers otherwise");
        },
        close() {
          if (!watcher.isOpen) return;
          watcher.isOpen = false;
          count(query.key, -1);
          detach(watcher);
        },
      };
    },
    onInvalid: (entry, cause) => onInvalid(entry, cause),
    isWatched: (entry) => watchersOf.has(entry),
    countOf: (key) => counts.get(key) ?? 0,
    get size() {
      return size;
    },
    settledCount() {
      const [oldest] = late;
      return oldest?.heldIn ?? commitCount();
    },
    sweep() {
      const now = platform.monotonic();
      for (const entry of watchersOf.keys())
        if (now >= entry.expiresAt) kept.invalidate(entry, "its age");
    },
    close: () => queue.close(),
  };
}

function toState({ result }: Entry, token: string): WatchState {
  return result.problem === undefined
    ? { token, hash: result.hash, text: result.text }
    : { token, problem: result.problem, ended: false };
}
