import type { ChangeRecording, Connection, SqlRow, Statement } from "../../ports/database.ts";
import type { Catalog } from "./catalog.ts";
import type { CommitTeller, OwnCommit } from "./commit-feed.ts";
import { toWriteSet } from "./writes/to-write-set.ts";
import type { WriteSet } from "./writes/write-set.ts";

/**
 * Where the states of a database are numbered, in the database itself: so the numbers outlive the process.
 * A state's number is its time, or the next one where there is one of that time: callers see it, and how often
 * something is written is nobody's business.
 */
export const commitTables = [
  `CREATE TABLE IF NOT EXISTS servery_commits (
    id INTEGER PRIMARY KEY CHECK (id = 1), database TEXT NOT NULL, count INTEGER NOT NULL, previous INTEGER NOT NULL
  ) STRICT`,
];

/** Reads the number of the state that a connection sees. */
export const selectCount = "SELECT count FROM main.servery_commits";

/** Reads a database's id. One that is new gets it now: 128 random bits. */
export function openCommitCount(connection: Connection): string {
  const select = connection.prepare("SELECT database FROM main.servery_commits");
  if (select.get([]) === undefined)
    connection.exec(
      "INSERT INTO main.servery_commits VALUES (1, lower(hex(randomblob(16))), 0, 0) ON CONFLICT DO NOTHING",
    );
  return String(select.get([])?.["database"]);
}

/** Records what each transaction of the writer changes. */
export interface CommitRecorder {
  /** A transaction has begun. */
  begin(): void;
  /**
   * It is about to commit: gathers what it has changed, and numbers the state where handlers can see any of it.
   * What the engine keeps for itself makes no new state, and so tells no caller that it was written.
   */
  seal(): void;
  /** It has committed; answers the state that it made. */
  publish(): number;
  /** It was undone. */
  discard(): void;
}

interface RecorderOptions {
  readonly catalog: Catalog;
  readonly feed: CommitTeller;
  /** Epoch milliseconds. */
  now(): number;
  /** Told when changes could not be read, so that everything must be taken to have changed. */
  onUnreadable(why: string): void;
}

/** Makes the recorder of the connection that writes. */
export function createCommitRecorder(
  connection: Connection,
  { catalog, feed, now, onUnreadable }: RecorderOptions,
): CommitRecorder {
  const advance: Statement = connection.prepare(
    "UPDATE main.servery_commits SET previous = count, count = max(count + 1, ?) RETURNING count, previous",
  );
  let recording: ChangeRecording | undefined;
  let sealed: OwnCommit | undefined;

  function discard(): void {
    recording?.close();
    recording = undefined;
    sealed = undefined;
  }

  return {
    begin() {
      discard();
      recording = connection.recordChanges();
    },
    seal() {
      const changeset = recording?.changeset() ?? new Uint8Array();
      const writes = toWriteSet(changeset, {
        catalog,
        connection,
        isFollowed: feed.isFollowed,
      });
      if (writes.everything !== undefined) onUnreadable(writes.everything);
      sealed = isSeen(writes) ? { ...toNumbers(advance.get([now()])), writes } : undefined;
    },
    publish() {
      const commit = sealed;
      discard();
      feed.tell(commit);
      return feed.count();
    },
    discard,
  };
}

function isSeen({ changes, tables, everything }: WriteSet): boolean {
  return changes.length > 0 || tables.size > 0 || everything !== undefined;
}

/** Without numbers nobody could tell what has changed since when: then nothing is written either. */
function toNumbers(row: SqlRow | undefined): Pick<OwnCommit, "count" | "previous"> {
  if (row === undefined) throw new Error("The row that numbers commits is not in servery_commits.");
  return { count: Number(row["count"]), previous: Number(row["previous"]) };
}
