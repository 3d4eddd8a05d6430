import type { WriteSet } from "./writes/write-set.ts";

/** A commit that has happened. */
export interface Commit {
  /** The number of the state that it made. They grow. */
  readonly count: number;
  /** Whether it has a number of its own: a state of that number is else one of before it or after it. */
  readonly isNumbered: boolean;
  readonly writes: WriteSet;
}

/** A commit of ours that handlers can see. */
export interface OwnCommit extends Omit<Commit, "isNumbered"> {
  /** The number of the state that it was made in. */
  readonly previous: number;
}

/** Hears of a commit, after it is on disk and before anybody is answered. Must not throw, nor wait. */
type CommitListener = (commit: Commit) => void;

/**
 * The states of a database, one after the other, and what has changed between them.
 *
 * An implementation guarantees: of each commit of this process listeners hear before its callers are
 * answered, in order, with every row that it changed; of another process's, that anything may have changed,
 * at the latest when somebody looks around. A read's state is at least {@link count} of when it began.
 */
export interface CommitFeed {
  /** The database's own id, the same for all who open it. */
  readonly database: string;
  /** The newest state that is known here. */
  count(): number;
  onCommit(listener: CommitListener): () => void;
  /**
   * Finds out whether another process has committed, and tells listeners.
   * @param since it looks unless somebody has since then, as in `Data.foreignCommits`.
   */
  lookAround(since?: number): void;
  /**
   * The same where somebody knows of a later state: looks into the database itself, though it was looked a moment
   * ago. Does not find what has no number.
   */
  lookInside(): void;
  /** From now on, tells of this table which rows change. Of others it is told only that they have. */
  follow(table: string): void;
}

/** What the engine itself tells a feed. */
export interface CommitTeller extends CommitFeed {
  /** We have committed; `undefined` for what no handler can see. */
  tell(commit: OwnCommit | undefined): void;
  isFollowed(table: string): boolean;
}

/** Looks whether others have committed. */
export interface ForeignCommits {
  /** See `Data.foreignCommits`. */
  version(since?: number): number;
  /** The number of the state as it stands in the database. */
  count(): number;
  /** Called when others have: what is read from now on is read in new snapshots. */
  retire(): void;
}

/** Makes the feed of a database. */
export function createCommitFeed(database: string, foreign: ForeignCommits): CommitTeller {
  const listeners = new Set<CommitListener>();
  const followed = new Set<string>();
  // In this order, here as below: what is committed between the two is then noticed later, and not never.
  let version = foreign.version();
  let known = foreign.count();

  function publish(commit: Commit): void {
    known = commit.count;
    for (const listener of listeners) listener(commit);
  }

  /** Others have committed: what is read from now on is read in new snapshots. */
  function discover(count: number): void {
    foreign.retire();
    publish({ count, isNumbered: false, writes: anything });
  }

  return {
    database,
    count: () => known,
    // For good: there are few tables, and what was read once is read again.
    follow: (table) => void followed.add(table),
    isFollowed: (table) => followed.has(table),
    onCommit(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    lookAround(since) {
      const now = foreign.version(since);
      if (now === version) return;
      version = now;
      discover(foreign.count());
    },
    lookInside() {
      const count = foreign.count();
      if (count > known) discover(count);
    },
    tell(commit) {
      if (commit === undefined)
        return publish({ count: known, isNumbered: false, writes: ownTables });
      const { previous, count, writes } = commit;
      // Another process has made the states between.
      if (previous !== known) publish({ count: previous, isNumbered: false, writes: anything });
      publish({ count, isNumbered: true, writes });
    },
  };
}

const anything: WriteSet = {
  changes: [],
  tables: new Map(),
  everything: "another process has written to the database",
};

/** What the engine keeps for itself. Only what cannot be followed may rest on it. */
const ownTables: WriteSet = {
  changes: [],
  tables: new Map([["servery_", "the engine has written what it keeps for itself"]]),
  everything: undefined,
};
