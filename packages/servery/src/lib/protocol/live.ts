import type { ProblemDetails } from "./problem-details.ts";

/**
 * What a client and a service say to each other about live queries.
 *
 * A client opens one stream, `POST /_servery/live`, and is answered with server-sent events, each of which
 * holds one frame as JSON. It watches and unwatches by `POST /_servery/live/queries`. Where streams do not
 * come through, `POST /_servery/live/poll` answers with the same frames, once there are any.
 */
export const livePath = "/_servery/live";
export const liveQueriesPath = "/_servery/live/queries";
export const livePollPath = "/_servery/live/poll";
/** Several queries in one request: `POST /_servery/batch`. */
export const batchPath = "/_servery/batch";

/** The version of all of this. A service refuses what it does not speak. History: 1, the first. */
export const liveVersion = 1;

/** A query that is to be watched. */
export interface WatchedQuery {
  /** The client's own number for it, not used again in the same stream. */
  readonly q: number;
  /** The operation's dotted name. */
  readonly operation: string;
  readonly input?: unknown;
  /** What the client has of it: the hash of a result, as a frame gave it, and the state that it is known to hold in. */
  readonly hash?: string;
  readonly token?: string;
}

/** The body of `POST /_servery/live`. */
export interface OpenStream {
  readonly version: number;
  readonly queries: readonly WatchedQuery[];
  /** The newest state that the client has seen. */
  readonly token?: string;
}

/** The body of `POST /_servery/live/queries`. Answered with 204, or 404 `stream_not_found`. */
export interface ChangeStream {
  /** What the stream's first frame said. */
  readonly stream: string;
  readonly watch?: readonly WatchedQuery[];
  readonly unwatch?: readonly number[];
}

/** The body of `POST /_servery/live/poll`, answered with {@link PollAnswer}. */
export interface PollQueries {
  readonly version: number;
  readonly queries: readonly WatchedQuery[];
  readonly token?: string;
  /** How long to wait for a change, in milliseconds. */
  readonly waitMs: number;
}

export interface PollAnswer {
  readonly frames: readonly QueryFrame[];
}

/** The first frame of a stream. */
export interface HelloFrame {
  readonly hello: {
    readonly version: number;
    readonly stream: string;
    /** At least one frame comes in this time, in milliseconds, or the stream is dead. */
    readonly heartbeatMs: number;
  };
}

/** Says that the stream is alive, and that every query in it holds up to this state. */
export interface BeatFrame {
  readonly beat: { readonly token?: string };
}

/** The stream ends, and in what time another is best opened. */
export interface ByeFrame {
  readonly bye: {
    readonly reason: "shutting_down" | "lifetime" | "signed_out";
    readonly retryMs: number;
  };
}

/**
 * How a query stands. Exactly one of `full`, `unchanged`, `problem` is there: its whole result; that what the
 * client has (by hash) is its result still; that it met a problem. The first frame of a query confirms that it
 * is watched. After a problem with `ended` it is watched no more.
 */
export interface QueryFrame {
  readonly q: number;
  /** Grows with each opening of the stream's queries, so that a late frame of an earlier one is known. */
  readonly epoch: number;
  /** The state that the result holds in. */
  readonly token?: string;
  readonly hash?: string;
  readonly full?: unknown;
  readonly unchanged?: true;
  readonly problem?: ProblemDetails;
  readonly ended?: true;
}

export type LiveFrame = HelloFrame | BeatFrame | ByeFrame | QueryFrame;

/** One call of a batch: a query, never a sensitive one. */
export interface BatchedCall {
  readonly operation: string;
  readonly input?: unknown;
}

/** The body of `POST /_servery/batch`. */
export interface BatchRequest {
  readonly calls: readonly BatchedCall[];
}

/** What came of one: its output, or its problem. In the order of the calls. */
export type BatchedAnswer =
  | { readonly output: unknown; readonly token?: string }
  | {
      readonly problem: ProblemDetails & { readonly retryAfterMs?: number };
      readonly token?: string;
    };

export interface BatchAnswer {
  readonly answers: readonly BatchedAnswer[];
}
