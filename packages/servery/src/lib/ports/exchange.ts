/** Why a body could not be read. */
export type BodyFailure = "too_large" | "no_room" | "timeout" | "aborted";

/** Asks whether there is room to keep the bytes that have come. */
export type TakeRoom = (bytes: number) => boolean;

/**
 * One request, as a transport presents it. A transport guarantees that nothing is read before it is
 * asked for, and that `readBody` stops reading at the limit.
 */
export interface Exchange {
  /** Upper case, as it came. */
  readonly method: string;
  /** Path and query string as they came, undecoded: `/products/1?x=y`. */
  readonly target: string;
  /** A header by its lower-case name; repeated ones joined by `, `. */
  header(name: string): string | undefined;
  /** What all headers weigh, in bytes; left out by a transport that limits them itself. */
  readonly headerBytes?: number;
  /** The address of the peer, where the transport knows it. */
  readonly remoteAddress: string | undefined;
  /**
   * Reads the whole body, at most `limit` bytes. Called at most once. Before a chunk is kept, `takeRoom`
   * is asked, and where it says no, the reading ends with `no_room`.
   */
  readBody(limit: number, takeRoom?: TakeRoom): Promise<Uint8Array | BodyFailure>;
  /** Aborted when the caller has gone. Made when first asked for. */
  readonly signal: AbortSignal;
}

/**
 * Where a reply that goes on is written. Text leaves as UTF-8, at once and in the order in which it was
 * written; nothing waits for more to come. What is written once it is over is dropped.
 */
export interface ReplySink {
  write(text: string): void;
  /** Ends the answer, once all that was written has been taken. */
  end(): void;
  /** Breaks it off, and drops what has not been taken. */
  cut(): void;
  /** Bytes that were written and not taken yet: by the caller, or by what stands before it. */
  readonly buffered: number;
  /** Bytes that were taken so far. Grows by steps of at most 16 KiB, so that a slow caller is seen to be alive. */
  readonly taken: number;
}

/** Hears what becomes of a reply that goes on; never while it writes. */
export interface StreamListener {
  /** All that was written has been taken. */
  drained(): void;
  /** It is over: ended, cut, or the caller has gone. Called exactly once. */
  closed(): void;
}

/**
 * Begins a reply that goes on, and answers who hears of it. A transport calls it exactly once; where there is
 * nobody to read, because the caller has gone or asked with `HEAD`, with a sink that is over already.
 */
export type ReplyStream = (sink: ReplySink) => StreamListener;

/**
 * The answer to an exchange. A transport sends it whole, with `Content-Length`; to a `HEAD` without its
 * body. One with a `stream` is sent as it is written instead: no length, its headers at once, and no
 * time limit of the transport's own.
 */
export interface Reply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Record<string, string>;
  /** Each is sent as a `Set-Cookie` of its own. */
  readonly cookies?: readonly string[] | undefined;
  readonly body: string | Uint8Array | undefined;
  /** In the place of `body`. */
  readonly stream?: ReplyStream | undefined;
}
