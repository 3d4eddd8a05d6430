/**
 * Why a query answers as it does, and when it would answer anew: its SQL, the rows that its result rests on,
 * what it asked of its caller, and whether it may be kept. Plain data. It holds values of the input and of rows,
 * and so is for those who may read the database.
 */
export interface Explanation {
  readonly operation: string;
  readonly input: unknown;
  /** The problem or error that it ended with; what is said is then what it had read until there. */
  readonly failed?: string;
  readonly statements: readonly ExplainedStatement[];
  /** Why the result may rest on anything at all, where its reads could not be told. */
  readonly everything: string | undefined;
  /** What was asked of the caller and the request, and the answer. */
  readonly consulted: readonly { readonly what: string; readonly value: string }[];
  readonly cache: {
    readonly kept: boolean;
    readonly why: string;
    /** The age at which it is read anew, whatever happens; `undefined` where it is not kept. */
    readonly maxAgeMs: number | undefined;
  };
  /** The state of the data that it saw. */
  readonly token: string | undefined;
  /** The last times that it was run again for what others had changed, the newest first. */
  readonly reruns: readonly ExplainedRerun[];
  /** How many watch it. */
  readonly watchers: number;
}

/** A statement that the handler ran. */
export interface ExplainedStatement {
  readonly sql: string;
  /** Whether row policies held for it. */
  readonly reach: "restricted" | "unrestricted";
  readonly regions: readonly ExplainedRegion[];
  /** The function in it that answers differently each time. */
  readonly volatile?: string;
}

/** Rows of one table that the result rests on: those that meet all of it. */
export interface ExplainedRegion {
  readonly table: string;
  /** The columns whose changes matter. */
  readonly columns: readonly string[] | "all";
  readonly keys: readonly {
    readonly column: string;
    readonly values: readonly (string | number)[];
  }[];
  /** Conditions on an order, as SQL would write them. */
  readonly ranges: readonly string[];
  /** Why it is no narrower, where it is the whole table. */
  readonly widened: string | undefined;
}

/** A run that a change has made. */
export interface ExplainedRerun {
  /** Epoch milliseconds. */
  readonly at: number;
  /** The commit that it read the state of. */
  readonly commit: number;
  /** What had changed. */
  readonly cause: string;
  /** Whether its result was another. */
  readonly changed: boolean;
  readonly ms: number;
}
