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

/** The answer to an exchange. A transport sends it whole, with `Content-Length`; to a `HEAD` without its body. */
export interface Reply {
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Record<string, string>;
  /** Each is sent as a `Set-Cookie` of its own. */
  readonly cookies?: readonly string[] | undefined;
  readonly body: string | Uint8Array | undefined;
}
