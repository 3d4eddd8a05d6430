import type { Kysely } from "kysely";
import type { Database, SqlRow, SqlValue } from "../../ports/database.ts";
import type { Log } from "../../ports/log.ts";
import type { Platform } from "../../ports/platform.ts";
import type { MigrationFile } from "./migration/migration-file.ts";
import type { CommitFeed } from "./commit-feed.ts";
import type { ReadObserver } from "./read-observer.ts";
import type { RowCaller } from "./row-caller.ts";
import type { DatabaseOf, Tables } from "./table.ts";

/** Kysely, typed by the tables. Refuses every use once its handler has ended or timed out. */
export type Db<T extends Tables> = Kysely<DatabaseOf<T>> & {
  /**
   * The same transaction without row policies: every row is seen and may be changed. In SQL written
   * by hand, name tables with their schema there: `main.orders`.
   */
  readonly unrestricted: Kysely<DatabaseOf<T>>;
};

/** The engine's own reads: synchronous, neither guarded nor held to row policies. */
export interface SystemReads {
  get(sql: string, ...parameters: SqlValue[]): SqlRow | undefined;
  all(sql: string, ...parameters: SqlValue[]): SqlRow[];
}

/**
 * The engine's own statements in the transaction of a write. Where it is called decides what becomes
 * of what it writes: inside `run` it is part of the effect, around it it commits even when the effect
 * is rolled back.
 */
export interface Ledger extends SystemReads {
  run(sql: string, ...parameters: SqlValue[]): { changes: number };
  /**
   * Runs `task` once the transaction has committed, before anybody is answered: to forget what was
   * memoised of it. Also where the effect was undone and only the ledger committed. Must not throw.
   */
  onCommit(task: () => void): void;
}

export type WriteOutcome<R> =
  | { readonly ok: true; readonly value: R }
  | { readonly ok: false; readonly error: unknown };

/** Which rows a handler's `db` reaches. */
interface RowReach {
  /** Whose rows `run` may see and change. Default: nobody's. */
  readonly caller?: RowCaller | undefined;
  /** Holds the whole `db` to no row policy: for scripts, seeds and the engine itself. */
  readonly unrestricted?: true | undefined;
  /** Told when `run` first uses `db.unrestricted`: for the audit trail. */
  readonly onUnrestricted?: (() => void) | undefined;
}

/** One mutation. May run more than once (never applied more than once): it must do nothing but database work. */
export interface WriteJob<T extends Tables, R> extends RowReach {
  /** For logs and errors. */
  readonly operation: string;
  /** `ledger` writes here as part of the effect, and is undone with it. */
  run(db: Db<T>, ledger: Ledger): Promise<R>;
  /** Runs before the savepoint; an answer skips `run` and `ledger`, a throw rejects the job. Synchronous. */
  before?(ledger: Ledger): { readonly replay: R } | undefined;
  /** Runs after the savepoint was released or rolled back. Synchronous; a throw undoes the effect too. */
  ledger?(ledger: Ledger, outcome: WriteOutcome<R>): void;
  /** Cancels the job if it has not started. */
  readonly signal?: AbortSignal | undefined;
  /** How long `run` may take once started. Default 10 s. */
  readonly timeoutMs?: number | undefined;
  /** Told the state that its commit has made, before it is answered; of a failed job too. */
  readonly onCommitted?: ((count: number) => void) | undefined;
}

export interface ReadOptions extends RowReach {
  /** For logs and errors. */
  readonly operation?: string | undefined;
  /** Ends a read that waits for a connection, and revokes `db` of one that runs. */
  readonly signal?: AbortSignal | undefined;
  /** Default 10 s; 60 s for heavy reads. */
  readonly timeoutMs?: number | undefined;
  /** Follows what is read. */
  readonly observer?: ReadObserver | undefined;
}

/** What the engine needs of the runtime. */
export type DataClock = Pick<
  Platform,
  "monotonic" | "now" | "defer" | "schedule" | "pause" | "bindContext"
>;

export interface DataOptions<T extends Tables> {
  readonly tables: T;
  readonly database: Database;
  readonly clock: DataClock;
  readonly log: Log;
  /** `dev`: the schema follows the code. `production`: only migrations change it. */
  readonly mode: "dev" | "production";
  /** The files of the migrations folder; production only. */
  readonly migrations?: readonly MigrationFile[];
  /** What production does with migrations not applied yet. Default `refuse`. */
  readonly pendingMigrations?: "refuse" | "apply";
  /** `CREATE … IF NOT EXISTS` statements of tables and indexes whose names start with `servery_`. */
  readonly systemTables?: readonly string[];
  readonly limits?: Partial<DataLimits>;
}

/** How much the data engine does at once, and what it takes for slow. */
export interface DataLimits {
  /** Connections for reads. Default 8. */
  readonly readers: number;
  /** Connections for heavy reads, each in a process of its own. Default 1. */
  readonly heavyReaders: number;
  /** Reads that may wait for a connection. Default 1,000; then `overloaded`. */
  readonly queuedReads: number;
  /** Heavy reads that may wait. Default 100. */
  readonly queuedHeavyReads: number;
  /** Writes that may wait. Default 10,000; then `overloaded`. */
  readonly queuedWrites: number;
  /** Writes that share a commit. Default 256. */
  readonly batchCount: number;
  /** Milliseconds after which a batch takes no further write. Default 20. */
  readonly batchMs: number;
  /** A statement slower than this is logged with its plan, in milliseconds. Default 50. */
  readonly slowStatementMs: number;
  /** Dev warns of a full scan of a table with more rows than this. Default 1,000. */
  readonly fullScanRows: number;
  /** Statements kept prepared on each connection. Default 500. */
  readonly cachedStatements: number;
}

/** How the data engine is doing now. */
export interface DataStatus {
  readonly open: boolean;
  readonly writes: {
    readonly queued: number;
    /** Commits since the start, and the writes that they shared. */
    readonly batches: number;
    readonly committed: number;
  };
  readonly reads: {
    readonly connections: number;
    readonly active: number;
    readonly queued: number;
  };
  readonly heavy: {
    readonly connections: number;
    readonly active: number;
    readonly queued: number;
  };
}

/** The data engine: one writer, many readers, commits shared by all that wait. */
export interface Data<T extends Tables> {
  /** Checks the database, brings the schema up to date as `mode` says, opens the connections. */
  open(): Promise<void>;
  /** Lets what has started finish, refuses the rest, closes the connections. */
  close(): Promise<void>;
  /** One consistent snapshot; a write is refused by the connection. */
  read<R>(run: (db: Db<T>) => Promise<R>, options?: ReadOptions): Promise<R>;
  /** One transaction; settles after the commit is on disk, whatever the outcome. */
  write<R>(job: WriteJob<T, R>): Promise<R>;
  /** As `read`, in a process of its own that is ended at the time limit. */
  heavy<R>(run: (db: Db<T>) => Promise<R>, options?: ReadOptions): Promise<R>;
  /**
   * What is committed at this moment, on a connection of its own.
   * @throws DataError `closed` while the engine is not open.
   */
  readonly system: SystemReads;
  /**
   * A number that changes when another process has committed to the database, and not by our own
   * commits. 0 while the engine is not open.
   * @param since it is looked at unless it was since then, by the platform's monotonic clock, or in this turn of the event
   * loop. Default: unless it was in this turn.
   */
  foreignCommits(since?: number): number;
  /**
   * The states of the database, and what changes between them.
   * @throws DataError `closed` while the engine is not open.
   */
  readonly commits: CommitFeed;
  status(): DataStatus;
}
