import type { ChangeRecording, Connection, Statement } from "../../ports/database.ts";
import type { Catalog } from "./catalog.ts";
import type { Commit } from "./commit-feed.ts";
import { toWriteSet } from "./writes/to-write-set.ts";

/** Where the states of a database are counted, in the database itself: so the count outlives the process. */
export const commitTables = [
  `CREATE TABLE IF NOT EXISTS servery_commits (
    id INTEGER PRIMARY KEY CHECK (id = 1), database TEXT NOT NULL, count INTEGER NOT NULL
  ) STRICT`,
];

/** Reads the count of the state that a connection sees. */
export const selectCount = "SELECT count FROM main.servery_commits";

/** A database's id, and its count of commits. */
export interface CommitPosition {
  readonly database: string;
  readonly count: number;
}

/** Reads where the count stands. A database that is new gets an id, which is 128 random bits. */
export function openCommitCount(connection: Connection): CommitPosition {
  const select = connection.prepare("SELECT database, count FROM main.servery_commits");
  if (select.get([]) === undefined)
    connection.exec(
      "INSERT INTO main.servery_commits VALUES (1, lower(hex(randomblob(16))), 0) ON CONFLICT DO NOTHING",
    );
  const row = select.get([]);
  return { database: String(row?.["database"]), count: Number(row?.["count"]) };
}

/** Records what each transaction of the writer changes. */
export interface CommitRecorder {
  /** A transaction has begun. */
  begin(): void;
  /** It is about to commit: gathers what it has changed, and counts it. */
  seal(): void;
  /** It has committed; answers the state that it made. */
  publish(): number;
  /** It was undone. */
  discard(): void;
}

interface RecorderOptions {
  readonly catalog: Catalog;
  tell(commit: Commit): void;
  /** Told when changes could not be read, so that everything must be taken to have changed. */
  onUnreadable(why: string): void;
}

/** Makes the recorder of the connection that writes. */
export function createCommitRecorder(
  connection: Connection,
  { catalog, tell, onUnreadable }: RecorderOptions,
): CommitRecorder {
  const count: Statement = connection.prepare(
    "UPDATE main.servery_commits SET count = count + 1 RETURNING count",
  );
  let recording: ChangeRecording | undefined;
  let sealed: Commit | undefined;

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
      const writes = toWriteSet(changeset, { catalog, connection });
      if (writes.everything !== undefined) onUnreadable(writes.everything);
      sealed = { count: Number(count.get([])?.["count"]), writes };
    },
    publish() {
      const commit = sealed as Commit;
      discard();
      tell(commit);
      return commit.count;
    },
    discard,
  };
}
