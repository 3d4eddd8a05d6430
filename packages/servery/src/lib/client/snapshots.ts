import { compareSnapshots } from "../protocol/snapshot-token.ts";

/**
 * The states of its service's data that a client has seen. Nothing that it shows is older than what it has
 * shown before.
 */
export interface Snapshots {
  /** The newest state that is known, from whatever answer. */
  readonly newest: string | undefined;
  /** The newest that a mutation or an action of this client has made. */
  readonly written: string | undefined;
  /**
   * What a watch shows of a query, and is sure of, where it is as new as this and as all that was shown of it. Set
   * by what watches.
   */
  watched: ((key: string, sent: string | undefined) => ShownResult | undefined) | undefined;
  /** Hears of a state. Of two that cannot be compared, as of two databases, the later heard holds. */
  learn(token: string): void;
  /** Hears of one that this client has made. */
  learnWritten(token: string): void;
  /** Whether this is older than what was shown of the query. */
  isPast(key: string, token: string): boolean;
  /** The same, and whether it may lack what this client has written. */
  isBehind(key: string, token: string): boolean;
  /** What is shown of a query from now on holds in this state. */
  show(key: string, token: string): void;
}

/** A result that a watch shows, for a caller of its own. */
export interface ShownResult {
  readonly data: unknown;
  readonly state: { readonly token: string; readonly hash?: string | undefined };
}

/** How many queries are remembered by what was shown of them. */
const shownLimit = 500;
/** What can be sent in a header. */
const sendable = /^[!-~]{1,200}$/;

/** Nothing was seen yet. */
export function createSnapshots(): Snapshots {
  const shown = new Map<string, string>();
  let newest: string | undefined;
  let written: string | undefined;
  const later = (known: string | undefined, token: string) =>
    sendable.test(token) && !isOlder(token, known) ? token : known;
  return {
    watched: undefined,
    get newest() {
      return newest;
    },
    get written() {
      return written;
    },
    learn: (token) => {
      newest = later(newest, token);
    },
    learnWritten: (token) => {
      written = later(written, token);
    },
    isPast: (key, token) => isOlder(token, shown.get(key)),
    isBehind: (key, token) => isOlder(token, shown.get(key)) || isOlder(token, written),
    show: (key, token) => {
      if (isOlder(token, shown.get(key))) return;
      // In the order in which they were shown last.
      shown.delete(key);
      shown.set(key, token);
      if (shown.size > shownLimit) shown.delete(shown.keys().next().value!);
    },
  };
}

/** Whether one state is known to lie before another. */
export function isOlder(token: string, other: string | undefined): boolean {
  return other !== undefined && compareSnapshots(token, other) === "older";
}
