import type { Platform } from "../../ports/platform.ts";
import type { CommitFeed } from "../data/commit-feed.ts";
import { createChangeLog } from "./change-log.ts";
import { type Entry, type EntryResult, isOutput, type OutputEntry, weigh } from "./entry.ts";
import { createEntryStore, type EntryStore } from "./entry-store.ts";
import { createInvalidationIndex } from "./invalidation-index.ts";
import type { LiveQuery } from "./live-query.ts";
import type { LiveSettings } from "./live-settings.ts";
import type { Ask } from "./question.ts";
import { isShareable, type RunBasis, RunRecorder } from "./run-record.ts";

/** An entry in use does not hold any more. It is out of everything already, and knows what it held in. */
type OnInvalid = (entry: Entry, cause: string) => void;

/** A run that is followed, so that its result can be kept. */
export interface FollowedRun {
  readonly record: RunRecorder;
  /** Where it stands among the commits: all that were told before it began it has seen. */
  readonly began: number;
  /** When it began, on the monotonic clock. */
  readonly at: number;
}

/** A run that has ended, and what came of it. */
interface RunResult {
  readonly query: LiveQuery;
  readonly run: FollowedRun;
  readonly basis: RunBasis;
  readonly result: EntryResult;
}

/** Results that are kept: found, made and given up. */
export interface KeptResults extends Pick<
  EntryStore,
  "addAlias" | "pin" | "weight" | "pinnedWeight" | "size"
> {
  /** To be called before a run begins. */
  begin(): FollowedRun;
  /** To be called once its result is kept or given up. */
  end(run: FollowedRun): void;
  /** The place among the commits that a run would have now. */
  readonly position: number;
  /** Where the first commit stands that a run has missed; `undefined` where there is none, as far as is known. */
  firstMissed(run: FollowedRun, basis: RunBasis): number | undefined;
  /** What is kept for such a caller, and is not too old at this time of the monotonic clock. */
  find(key: string, ask: Ask, now: number): Entry | undefined;
  findByAlias(alias: string, ask: Ask, now: number): Entry | undefined;
  /** Keeps an output until it does not hold any more, or room is needed. Not what does not hold already. */
  keep(done: RunResult): OutputEntry | undefined;
  /** Keeps a result that is watched until it is unpinned. One that does not hold any more is answered, not kept. */
  keepWatched(done: RunResult): Entry;
  /** The same of a failure that passes by itself: it holds until its time has come, and is found by nobody. */
  keepFailure(done: RunResult, retryMs: number): Entry;
  /** It is watched no more: it stays as any other, or goes. */
  unpin(entry: Entry): void;
  /** Gives an entry up as one that does not hold any more, though nothing is known to have changed. */
  invalidate(entry: Entry, cause: string): void;
  close(): void;
}

interface KeptOptions {
  readonly commits: CommitFeed;
  readonly platform: Pick<Platform, "monotonic">;
  readonly settings: LiveSettings;
  readonly onInvalid: OnInvalid;
}

/** What weighs more than this part of the budget would push out too much else. */
const heaviestShare = 0.5;

/** Keeps results, and gives up what a commit may have changed before that commit is answered. */
export function createKeptResults(options: KeptOptions): KeptResults {
  const { commits, platform, settings, onInvalid } = options;
  const store = createEntryStore(settings.cacheBytes);
  const index = createInvalidationIndex<Entry>();
  const log = createChangeLog();
  /** The newest state before a commit that is told. */
  let known = commits.count();

  /** A run may have seen what is not known here: another process has committed. */
  function notice(count: number): void {
    if (count > commits.count()) commits.lookInside();
  }
  function drop(entry: Entry): void {
    entry.isFresh = false;
    store.remove(entry);
    index.delete(entry);
  }
  function lapse(entry: Entry, cause: () => string): void {
    if (!entry.isFresh) return;
    entry.heldIn = Math.max(known, entry.count ?? 0);
    const isInUse = store.isPinned(entry);
    drop(entry);
    if (isInUse) onInvalid(entry, cause());
  }
  function lookUp(entry: Entry | undefined, now: number): Entry | undefined {
    if (entry === undefined || now < entry.expiresAt) return entry;
    lapse(entry, () => "its age");
    return undefined;
  }
  function toEntry({ query, run, basis, result }: RunResult): Entry {
    const { reads, asked, usesClock, count } = basis;
    for (const { table } of reads.regions) commits.follow(table);
    const entry = {
      key: query.key,
      result,
      asked,
      reads,
      count,
      usesClock,
      expiresAt: run.at + (usesClock ? settings.clockAgeMs : settings.maxAgeMs),
      isPrivate: !query.isKept || !isShareable(basis),
      isFresh: log.firstMissed({ began: run.began, count, reads }) === undefined,
      heldIn: count,
      isFiled: false,
      wasUsed: false,
      auditedAt: Number.NEGATIVE_INFINITY,
    };
    return { ...entry, weight: weigh(entry) };
  }

  /** Together, for one by one it would take longer than others should wait. */
  function lapseAll(cause: string): void {
    const all = [...index.items()];
    const inUse = all.filter(store.isPinned);
    for (const entry of all) {
      entry.isFresh = false;
      entry.heldIn = Math.max(known, entry.count ?? 0);
    }
    store.clear();
    index.clear();
    for (const entry of inUse) onInvalid(entry, cause);
  }

  const stop = commits.onCommit((commit) => {
    const { everything } = commit.writes;
    log.add(commit);
    if (everything === undefined) index.visit(commit.writes, lapse);
    else lapseAll(everything);
    known = commit.count;
  });

  return {
    begin: () => ({
      record: new RunRecorder(notice),
      began: log.begin(),
      at: platform.monotonic(),
    }),
    end: ({ began }) => log.end(began),
    get position() {
      return log.position;
    },
    firstMissed: ({ began }, { count, reads }) => log.firstMissed({ began, count, reads }),
    find: (key, ask, now) => lookUp(store.find(key, ask), now),
    findByAlias: (alias, ask, now) => lookUp(store.findByAlias(alias, ask), now),
    addAlias: store.addAlias,
    keep(done) {
      const entry = toEntry(done);
      if (!entry.isFresh || entry.isPrivate || !isOutput(entry)) return undefined;
      if (entry.weight > settings.cacheBytes * heaviestShare) return undefined;
      index.add(entry, entry.reads);
      for (const gone of store.add(entry)) drop(gone);
      return entry;
    },
    keepWatched(done) {
      const entry = toEntry(done);
      if (!entry.isFresh) return entry;
      index.add(entry, entry.reads);
      if (entry.isPrivate) store.addHidden(entry);
      else for (const gone of store.addPinned(entry)) drop(gone);
      return entry;
    },
    keepFailure(done, retryMs) {
      const { expiresAt, ...made } = toEntry(done);
      const retryAt = Math.min(expiresAt, platform.monotonic() + retryMs);
      const entry = { ...made, expiresAt: retryAt, isFresh: true };
      index.add(entry, entry.reads);
      store.addHidden(entry);
      return entry;
    },
    pin: store.pin,
    unpin(entry) {
      for (const gone of store.unpin(entry)) drop(gone);
    },
    invalidate: (entry, cause) => lapse(entry, () => cause),
    get weight() {
      return store.weight;
    },
    get pinnedWeight() {
      return store.pinnedWeight;
    },
    get size() {
      return store.size;
    },
    close: stop,
  };
}
