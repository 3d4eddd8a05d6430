/** What goes with a call beside its input. */
export interface LinkOptions {
  /** Ends the call: it then rejects, at best with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /** The same for every attempt of one call, so that it takes effect once. */
  readonly idempotencyKey?: string | undefined;
  /** Names in lower case. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
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
}
