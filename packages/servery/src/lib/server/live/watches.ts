import { answersAlike } from "./question.ts";
import type { Entry } from "./entry.ts";
import type { LiveQuery } from "./live-query.ts";
import { createWatchGroup, type Watcher } from "./watch-group.ts";
import { createWatchGroups, type WatchesOptions } from "./watch-groups.ts";
import type { WatchListener } from "./watch-state.ts";

/** One watch, as its opener has it. */
export interface LiveWatch {
  /** Its caller may be another, or may answer otherwise: finds the result that is theirs now. */
  replace(query: LiveQuery): void;
  /** Its caller may answer otherwise by now, as when a plan has ended. */
  review(): void;
  close(): void;
}

/** All watches of a service. */
export interface Watches {
  open(query: LiveQuery, listener: WatchListener): LiveWatch;
  /** To be told of each watched entry that does not hold any more. */
  onInvalid(entry: Entry, cause: string): void;
  /** Watches of one query. */
  countOf(key: string): number;
  readonly size: number;
  /** The state up to which all who watch have been told of every change. */
  settledCount(): number;
  /** Reads anew what is older than it may be; to be called now and then. */
  sweep(): void;
  /** From now on nobody is told anything. */
  close(): void;
}

/** Makes the watches over results that are kept: equal ones share one result, and each of its runs. */
export function createWatches(options: WatchesOptions): Watches {
  const { count } = options;
  const groups = createWatchGroups(options);
  const counts = new Map<string, number>();
  let size = 0;
  let isClosed = false;

  function countIn(key: string, change: 1 | -1): void {
    const left = (counts.get(key) ?? 0) + change;
    size += change;
    if (left === 0) counts.delete(key);
    else counts.set(key, left);
  }

  function replace(watcher: Watcher, query: LiveQuery): void {
    watcher.query = query;
    if (watcher.group.entry?.isPrivate === true) move(watcher);
    else review(watcher);
  }

  function review(watcher: Watcher): void {
    const { entry } = watcher.group;
    // Where there is no result yet, it is looked at who gets it once there is.
    if (entry !== undefined && !answersAlike(entry.asked, watcher.query.ask)) move(watcher);
  }

  /** Takes a watcher from a result that is not theirs any more. */
  function move(watcher: Watcher): void {
    const { entry, phase, heldIn } = watcher.group;
    if (entry === undefined) return;
    groups.leave(watcher);
    const holdsIn = phase === "telling" ? heldIn : entry.isFresh ? count() : entry.heldIn;
    groups.settle(watcher, "its caller answers otherwise", holdsIn);
  }

  return {
    open(query, listener) {
      const watcher: Watcher = {
        query,
        listener,
        group: createWatchGroup(),
        told: undefined,
        knows: 0,
      };
      let isOpen = !isClosed;
      if (isOpen) {
        countIn(query.key, 1);
        groups.settle(watcher, "", undefined);
      }
      return {
        replace(other) {
          if (isOpen) replace(watcher, other);
        },
        review() {
          if (isOpen) review(watcher);
        },
        close() {
          if (!isOpen) return;
          isOpen = false;
          countIn(query.key, -1);
          groups.leave(watcher);
        },
      };
    },
    onInvalid: groups.lapse,
    countOf: (key) => counts.get(key) ?? 0,
    get size() {
      return size;
    },
    settledCount: () => groups.oldest ?? count(),
    sweep: groups.sweep,
    close() {
      isClosed = true;
      groups.close();
    },
  };
}
