import type { Commit } from "../data/commit-feed.ts";
import type { ReadSet } from "../data/reads/read-set.ts";
import { isTouched } from "./region-match.ts";

/** The last commits, for runs that have begun before them and end after them. */
export interface ChangeLog {
  add(commit: Commit): void;
  /**
   * Whether what was read in the state of `count` may have changed since. True also where the log does not
   * reach back so far.
   */
  hasTouched(count: number, reads: ReadSet): boolean;
}

/** A log is bounded by its commits, and by the rows in them. */
export interface ChangeLogLimits {
  readonly commits: number;
  readonly rows: number;
}

/** Makes a log that begins with the state of `start`. */
export function createChangeLog(
  start: number,
  limits: ChangeLogLimits = { commits: 4096, rows: 100_000 },
): ChangeLog {
  const commits: Commit[] = [];
  let first = 0;
  let rows = 0;
  /** Everything after this state is in the log. */
  let reachesTo = start;

  function trim(): void {
    while (commits.length - first > limits.commits || rows > limits.rows) {
      const dropped = commits[first++] as Commit;
      rows -= dropped.writes.changes.length;
      reachesTo = dropped.count;
    }
    // Moved together now and then, not at each commit.
    if (first <= limits.commits) return;
    commits.splice(0, first);
    first = 0;
  }

  return {
    add(commit) {
      commits.push(commit);
      rows += commit.writes.changes.length;
      trim();
    },
    hasTouched(count, reads) {
      if (count < reachesTo) return true;
      for (let at = commits.length - 1; at >= first; at--) {
        const { count: made, isNumbered, writes } = commits[at] as Commit;
        if (isNumbered ? made <= count : made < count) return false;
        if (isTouched(reads, writes)) return true;
      }
      return false;
    },
  };
}
