/** The books as somebody saw them. */
export interface Books {
  readonly balances: readonly number[];
  readonly entries: number;
  readonly counted: number;
}

/** What a query answered: a list's items in their order, or the books. `who`: whose list it says it is. */
export type Seen =
  | { readonly items: readonly string[]; readonly who?: string }
  | { readonly books: Books };

/**
 * A place in the history. What happens in one turn of the test's event loop is at the same place: between
 * two moments at different ones the loop has gone on.
 */
export type Moment = number;

/** Somebody appended an item to a list, and learned what became of it, or not. */
export interface Append {
  readonly client: string;
  readonly list: string;
  readonly item: string;
  readonly ended: Moment;
  readonly outcome: "acknowledged" | "refused" | "unknown";
  /** The state that it says it made. */
  readonly token?: string | undefined;
}

/** Somebody called a query, and was answered. */
export interface Read {
  readonly client: string;
  /** The operation and what it was asked for. */
  readonly query: string;
  readonly list: string;
  readonly began: Moment;
  readonly ended: Moment;
  readonly seen: Seen;
  readonly token?: string | undefined;
}

/** A watch told something: new data, or another status of what it has told before. */
export interface Told {
  readonly client: string;
  /** One watch, from when it was begun until it was stopped. */
  readonly watch: string;
  readonly query: string;
  readonly list: string;
  readonly at: Moment;
  readonly what: "data" | "status";
  readonly status: string;
  /** What it has told last. */
  readonly seen: Seen | undefined;
  readonly token?: string | undefined;
}

/** From when to when somebody was who. */
export interface SignedIn {
  readonly client: string;
  readonly user: string;
  /** When the call that made it so ended. */
  readonly from: Moment;
  /** When the call that ended it began. */
  readonly until: Moment;
}

/** What has happened, and what there was in the end. */
export interface History {
  readonly appends: readonly Append[];
  readonly reads: readonly Read[];
  readonly told: readonly Told[];
  readonly sessions: readonly SignedIn[];
  /** Problems that nothing of what was done explains. */
  readonly problems: readonly string[];
  /** The items of each list, and the books, as they stand in the database's file. */
  readonly truth: {
    readonly lists: Readonly<Record<string, readonly string[]>>;
    readonly books: Books;
  };
  /** Lists that are written past the service too, whose states have no number of their own. */
  readonly unnumbered: readonly string[];
}

/** Writes a history down. */
export interface Recorder {
  now(): Moment;
  readonly appends: Append[];
  readonly reads: Read[];
  readonly told: Told[];
  readonly sessions: SignedIn[];
  readonly problems: string[];
}

/** Starts a history. */
export function createRecorder(): Recorder {
  let moment = 0;
  let isTurning = false;
  return {
    now() {
      if (!isTurning) {
        isTurning = true;
        setImmediate(() => {
          isTurning = false;
          moment++;
        });
      }
      return moment;
    },
    appends: [],
    reads: [],
    told: [],
    sessions: [],
    problems: [],
  };
}
