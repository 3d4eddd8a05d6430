import type { WriteSet } from "./writes/write-set.ts";

/** A commit that has happened. */
export interface Commit {
  /** The state that it made: commits of this database so far. */
  readonly count: number;
  readonly writes: WriteSet;
}

/** Hears of a commit, after it is on disk and before anybody is answered. Must not throw, nor wait. */
export type CommitListener = (commit: Commit) => void;

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
  /** Finds out whether another process has committed, and tells listeners. */
  lookAround(): void;
}

/** What the engine itself tells a feed. */
export interface CommitTeller extends CommitFeed {
  /** A commit of ours has made this state. */
  tell(commit: Commit): void;
}

/** Looks whether others have committed. */
export interface ForeignCommits {
  /** Changes when another process has committed. */
  version(): number;
  /** The count of commits as it stands in the database. */
  count(): number;
  /** Called when others have: what is read from now on is read in new snapshots. */
  retire(): void;
}

/** Makes the feed of a database that is in this state. */
export function createCommitFeed(
  database: string,
  start: number,
  foreign: ForeignCommits,
): CommitTeller {
  const listeners = new Set<CommitListener>();
  let known = start;
  let version = foreign.version();

  function publish(commit: Commit): void {
    known = commit.count;
    for (const listener of listeners) listener(commit);
  }

  return {
    database,
    count: () => known,
    onCommit(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    lookAround() {
      const now = foreign.version();
      if (now === version) return;
      version = now;
      foreign.retire();
      publish({ count: foreign.count(), writes: anything });
    },
    tell(commit) {
      // What stands between has been committed by another process that counts as we do.
      if (commit.count > known + 1) publish({ count: commit.count - 1, writes: anything });
      publish(commit);
    },
  };
}

const anything: WriteSet = {
  changes: [],
  tables: new Map(),
  everything: "another process has written to the database",
};
