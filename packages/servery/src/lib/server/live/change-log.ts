import type { SqlRow } from "../../ports/database.ts";
import type { Commit } from "../data/commit-feed.ts";
import type { ReadSet } from "../data/reads/read-set.ts";
import type { RowChange } from "../data/writes/write-set.ts";
import { isTouched } from "./region-match.ts";

/**
 * Commits that runs on their way may have missed. A run that begins after it was told of a commit has seen it;
 * so commits are kept while a run goes on that began before them, and no longer.
 */
export interface ChangeLog {
  /** How many commits it was told of so far. */
  readonly position: number;
  add(commit: Commit): void;
  /** A run begins: what it may miss is kept from now on, until {@link end} is given what this answers. */
  begin(): number;
  end(began: number): void;
  /** Where in the log the first commit stands that the run may have missed; `undefined` where there is none. */
  firstMissed(run: LoggedRun): number | undefined;
  /** Commits that are kept. */
  readonly size: number;
}

/** A run that has begun, and what it has read since. */
interface LoggedRun {
  readonly began: number;
  /** The number of the state that it saw; `undefined` where that is not known. */
  readonly count: number | undefined;
  readonly reads: ReadSet;
}

/** A log is bounded by its commits, and by what the rows in them weigh in bytes, roughly. */
export interface ChangeLogLimits {
  readonly commits: number;
  readonly weight: number;
}

const defaultLimits: ChangeLogLimits = { commits: 4096, weight: 16 * 1024 * 1024 };

/** Makes an empty {@link ChangeLog}. */
export function createChangeLog(limits: ChangeLogLimits = defaultLimits): ChangeLog {
  const commits: Commit[] = [];
  let weight = 0;
  let position = 0;
  /** Runs on their way that began here. Most end before there is another commit. */
  let current = 0;
  /** Those that began before, by where; the oldest first: places only grow. */
  const earlier = new Map<number, number>();

  /** Gives up what nobody can have missed any more. */
  function trim(): void {
    const [oldest = position] = earlier.keys();
    const outdated = oldest - (position - commits.length);
    for (const commit of commits.splice(0, Math.max(0, outdated))) weight -= weigh(commit);
  }

  return {
    get position() {
      return position;
    },
    add(commit) {
      if (current > 0) earlier.set(position, current);
      current = 0;
      position++;
      if (earlier.size === 0) return;
      commits.push(commit);
      weight += weigh(commit);
      if (commits.length <= limits.commits && weight <= limits.weight) return;
      // Runs that began before are taken to have missed something.
      commits.length = 0;
      weight = 0;
    },
    begin() {
      current++;
      return position;
    },
    end(began) {
      if (began === position) {
        current--;
        return;
      }
      const others = (earlier.get(began) ?? 0) - 1;
      if (others > 0) earlier.set(began, others);
      else if (earlier.delete(began)) trim();
    },
    firstMissed({ began, count, reads }) {
      const first = position - commits.length;
      if (began < first) return began;
      for (let at = began - first; at < commits.length; at++) {
        const commit = commits[at] as Commit;
        if (!isSeen(commit, count) && isTouched(reads, commit.writes)) return first + at;
      }
      return undefined;
    },
    get size() {
      return commits.length;
    },
  };
}

/** Whether a state of this number has the commit in it. Of what has no number of its own a later state only has. */
function isSeen({ count: made, isNumbered }: Commit, count: number | undefined): boolean {
  return count !== undefined && (isNumbered ? made <= count : made < count);
}

const perRow = 200;

function weigh({ writes }: Commit): number {
  return writes.changes.reduce((sum, change) => sum + weighChange(change), 0);
}

function weighChange(change: RowChange): number {
  const before = change.kind === "insert" ? 0 : weighRow(change.before);
  return before + (change.kind === "delete" ? 0 : weighRow(change.after));
}

function weighRow(row: SqlRow): number {
  let weight = perRow;
  for (const name in row) {
    const value = row[name];
    if (typeof value === "string" || value instanceof Uint8Array) weight += value.length;
  }
  return weight;
}
