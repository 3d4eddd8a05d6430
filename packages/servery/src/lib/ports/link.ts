/** What goes with a call beside its input. */
export interface LinkOptions {
  /** Ends the call: it then rejects, at best with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** The same for every attempt of one call, so that it takes effect once. */
  readonly idempotencyKey?: string | undefined;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The newest state of the data that the caller knows: no answer may be older. */
  readonly snapshot?: string | undefined;
  /** Told of the state that the answer saw, or made, before the call settles; also by a problem. */
  readonly onSnapshot?: OnSnapshot | undefined;
  /** What caches on the way may do, as in `fetch`: ask whether theirs still holds, or stand aside. */
  readonly cache?: "no-cache" | "reload" | undefined;
}

/** Hears of the state that an answer saw. */
export type OnSnapshot = (token: string, details?: AnswerDetails) => void;

/** What is known of an answer beside its state. */
export interface AnswerDetails {
  /** The same for equal results of a query, as live queries have it. */
  readonly hash?: string | undefined;
  /** Whether its contract lets caches give it out for a time, so that it may be older than asked for. */
  readonly isReusable?: boolean | undefined;
}

/** Hears how a watched query stands. */
export interface LinkWatcher {
  /** Its result: once at first, then whenever it is another. */
  onOutput(output: unknown, state: WatchedState): void;
  /**
   * A `ProblemError` that it met in the place of a result.
   * @param isOver whether it is watched no more.
   */
  onProblem(error: unknown, state: WatchedState & { readonly isOver: boolean }): void;
}

/** The state that a watched query's result holds in. */
export interface WatchedState {
  readonly token?: string | undefined;
  /** The same for equal results. */
  readonly hash?: string | undefined;
}

/**
 * How a client reaches a service: over HTTP, or in process, where a service itself is a link.
 *
 * One `call` is one attempt: it resolves to the operation's output, or rejects with a `ProblemError`.
 * Implementations neither retry nor time out, and leave `input` as it is; callers bring both.
 */
export interface Link {
  /** @param id the operation's dotted name in its contract: `products.get`. */
  call(id: string, input: unknown, options: LinkOptions): Promise<unknown>;
  /**
   * Watches a query, until what it returns is called: nothing is told after that. Without it the link's
   * queries can be called, and not be watched.
   */
  watch?(
    id: string,
    input: unknown,
    watcher: LinkWatcher,
    options: Pick<LinkOptions, "headers" | "snapshot">,
  ): () => void;
}
