import type { Platform } from "../../ports/platform.ts";
import type { CommitFeed } from "../data/commit-feed.ts";
import { createChangeLog } from "./change-log.ts";
import { type Entry, type EntryResult, weigh } from "./entry.ts";
import { createEntryStore, type EntryStore } from "./entry-store.ts";
import { createInvalidationIndex } from "./invalidation-index.ts";
import type { LiveQuery } from "./live-query.ts";
import type { LiveSettings } from "./live-settings.ts";
import type { RunBasis } from "./run-record.ts";

/** An entry does not hold any more. It is out of everything already. */
export type OnInvalid = (entry: Entry, cause: string) => void;

/** Results that are kept: found, made and given up. */
export interface KeptResults extends Pick<
  EntryStore,
  "find" | "findByAlias" | "addAlias" | "pin" | "unpin" | "weight" | "size"
> {
  /** Makes an entry of a run. It is fresh unless something that it rests on has changed meanwhile. */
  toEntry(query: LiveQuery, basis: RunBasis, result: EntryResult): Entry;
  /** Keeps a fresh entry until it does not hold any more, or room is needed. */
  keep(entry: Entry): void;
  /** Keeps an entry that is watched, which never makes room. */
  keepWatched(entry: Entry): void;
  /** Gives an entry up, without telling anybody. */
  drop(entry: Entry): void;
  /** Gives an entry up as one that does not hold any more. */
  invalidate(entry: Entry, cause: string): void;
  /** Whether what an entry rests on has not changed from the state of `count` to now. */
  holdsSince(entry: Entry, count: number): boolean;
  close(): void;
}

interface KeptOptions {
  readonly commits: CommitFeed;
  readonly platform: Pick<Platform, "monotonic">;
  readonly settings: LiveSettings;
  readonly onInvalid: OnInvalid;
  /** Whether somebody watches an entry that another one has taken the place of. */
  isWatched(entry: Entry): boolean;
}

/** Keeps results, and gives up what a commit may have changed before that commit is answered. */
export function createKeptResults(options: KeptOptions): KeptResults {
  const { commits, platform, settings, onInvalid, isWatched } = options;
  const store = createEntryStore(settings.cacheBytes);
  const index = createInvalidationIndex<Entry>();
  const log = createChangeLog(commits.count());

  function drop(entry: Entry): void {
    entry.isFresh = false;
    store.remove(entry);
    index.delete(entry);
  }
  function invalidate(entry: Entry, cause: string): void {
    if (!entry.isFresh) return;
    drop(entry);
    onInvalid(entry, cause);
  }
  function keepBy(add: (entry: Entry) => readonly Entry[], entry: Entry): void {
    index.add(entry, entry.reads);
    for (const gone of add(entry)) if (!isWatched(gone)) drop(gone);
  }

  const stop = commits.onCommit((commit) => {
    log.add(commit);
    index.visit(commit.writes, (entry, cause) =>
      invalidate(entry, isWatched(entry) ? cause() : ""),
    );
  });

  return {
    find: store.find,
    findByAlias: store.findByAlias,
    addAlias: store.addAlias,
    pin: store.pin,
    unpin: store.unpin,
    toEntry(query, basis, result) {
      const { reads, asked, usesClock, forbidden, count } = basis;
      const known = count ?? -1;
      return {
        key: query.key,
        result,
        asked,
        reads,
        count: known,
        usesClock,
        expiresAt: platform.monotonic() + (usesClock ? settings.clockAgeMs : settings.maxAgeMs),
        isPrivate: !query.isKept || forbidden !== undefined || reads.everything !== undefined,
        weight: weigh(query.key, result, reads),
        isFresh: !log.hasTouched(known, reads),
        wasUsed: false,
        auditedAt: Number.NEGATIVE_INFINITY,
        encodings: new Map(),
      };
    },
    keep: (entry) => keepBy(store.add, entry),
    keepWatched: (entry) => keepBy(store.addPinned, entry),
    drop,
    invalidate,
    holdsSince: (entry, count) => entry.isFresh && !log.hasTouched(count, entry.reads),
    get weight() {
      return store.weight;
    },
    get size() {
      return store.size;
    },
    close: stop,
  };
}
