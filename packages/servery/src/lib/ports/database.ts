/** A value as SQL has it. */
export type SqlValue = null | number | bigint | string | Uint8Array;

/** A row as SQL has it: nothing decoded. */
export type SqlRow = Record<string, SqlValue>;

/** Where a result column comes from; `table` and `column` are null for an expression. */
export interface ColumnOrigin {
  readonly name: string;
  readonly table: string | null;
  readonly column: string | null;
}

/** What a statement would do, told while it is prepared. `via` names the view or trigger it happens in. */
export interface StatementAccess {
  readonly action:
    | "read"
    | "insert"
    | "update"
    | "delete"
    | "select"
    | "function"
    | "transaction"
    | "savepoint"
    | "pragma"
    | "attach"
    | "schema"
    | "other";
  readonly subject: string | null;
  readonly detail: string | null;
  /** Where the subject is: `main`, or `temp`, which is the connection's own. */
  readonly database: string | null;
  readonly via: string | null;
}

/** Says whether a statement may do something. Denying fails the preparation with `not_authorized`. */
export type StatementGuard = (access: StatementAccess) => boolean;

/** A prepared statement of one connection. Runs to completion before it returns. */
export interface Statement {
  all(parameters: readonly SqlValue[]): SqlRow[];
  get(parameters: readonly SqlValue[]): SqlRow | undefined;
  run(parameters: readonly SqlValue[]): { changes: number; lastInsertRowid: number | bigint };
  /** Rows as they are asked for; the statement must not be used for anything else meanwhile. */
  iterate(parameters: readonly SqlValue[]): IterableIterator<SqlRow>;
  /** The result columns; empty for a statement that returns no rows. */
  columns(): readonly ColumnOrigin[];
  /** Rows that its runs so far have stepped over for want of an index; 0 where that is not counted. */
  scannedRows(): number;
}

/** Who asks for rows, as row policies see them. */
export interface RowCaller {
  /** The caller's user id; null for one who is not signed in. */
  readonly user: string | null;
  /** The names of the caller's roles. */
  readonly roles: ReadonlySet<string>;
}

/** Follows what a connection changes, from when it was asked for until it is closed. */
export interface ChangeRecording {
  /**
   * What has become of the main database's rows so far, as a changeset of SQLite's
   * (https://sqlite.org/session/sqlite3changeset_start.html). An implementation guarantees:
   * - whatever changed a row, it is there: cascades, triggers, REPLACE, a DELETE without WHERE too, also by
   *   statements that were prepared before;
   * - it is the net change: what a savepoint or the transaction took back is not there, and of a row that
   *   was changed twice only the first state and the last;
   * - tables without a primary key are left out, and rows that have NULL in theirs.
   */
  changeset(): Uint8Array;
  close(): void;
}

/** One synchronous connection to an embedded database. Failures are thrown as {@link DatabaseFailure}. */
export interface Connection {
  /** True when the connection itself refuses to write. */
  readonly readOnly: boolean;
  /** Whether a transaction is open: false when SQLite has ended one on its own. */
  readonly inTransaction: boolean;
  /** Prepares one statement; `guard` is asked about everything it would do. */
  prepare(sql: string, guard?: StatementGuard): Statement;
  /** Runs statements that return nothing, unguarded. */
  exec(sql: string): void;
  /**
   * Says who asks, until it is said again; nobody in particular at first. SQL is told by functions:
   * `servery_user()`, `servery_has(role)`, and `servery_restricted()`, which is 1 for every caller and
   * 0 for `undefined`, the engine itself.
   */
  setCaller(caller: RowCaller | undefined): void;
  /** Follows the changes that are made from now on, on a connection that writes. */
  recordChanges(): ChangeRecording;
  close(): void;
}

/** A read-only connection in a process of its own: its statements do not hold up the event loop. */
export interface HeavyConnection {
  /** True once it was ended, or has come to an end by itself, as for want of memory. */
  readonly ended: boolean;
  /** Runs one statement that was prepared and guarded elsewhere, for this caller. */
  all(
    sql: string,
    parameters: readonly SqlValue[],
    caller?: RowCaller | undefined,
  ): Promise<SqlRow[]>;
  /** Ends the connection, even in the middle of a statement, which then fails with `ended`. */
  end(): Promise<void>;
}

/**
 * An embedded database. An implementation guarantees: write-ahead log, a commit is on disk before
 * it returns, foreign keys are enforced, a reader sees one snapshot from its first read until its
 * transaction ends, and readers never block the writer nor are blocked by it.
 */
export interface Database {
  /** For messages and logs; never a secret. */
  readonly name: string;
  /** Opens the connection that writes. Called once; the file is made when it does not exist. */
  openWriter(): Connection;
  /** Opens a connection that cannot write, whatever it is asked. After `openWriter`. */
  openReader(): Connection;
  /** Opens a reader in a process of its own, where `setup` is run before everything else. */
  openHeavy(setup: string): HeavyConnection;
  /** Deletes what was only temporary. After every connection is closed. */
  close(): void;
}

/** How a database fails, by the kinds that callers distinguish. */
export type DatabaseFailureKind =
  | "constraint_unique"
  | "constraint_foreign_key"
  | "constraint_check"
  | "constraint_not_null"
  | "constraint_type"
  | "constraint_trigger"
  | "not_authorized"
  | "read_only"
  | "busy"
  | "full"
  | "io"
  | "corrupt"
  | "too_big"
  | "ended"
  | "sql";

/** What an adapter throws: a plain error with these two properties. */
export interface DatabaseFailure extends Error {
  readonly databaseFailure: DatabaseFailureKind;
}
