import type { InputOf, Operation, OutputOf } from "../contract/operation.ts";
import type { Call, CallArguments } from "./call.ts";
import type { IterateOptions, WatchOptions } from "./watch-options.ts";

/** A query of a client. */
export interface QueryCall<O extends Operation> extends Call<O> {
  /**
   * Gives the result now, and again whenever it is another, until what it returns is called. All watches of
   * one query are one on the way, and are given the same frozen object.
   *
   * ```ts
   * const stop = client.products.get.watch({ id }, render, { onStatus: showStatus });
   * ```
   * @throws ServeryError `link_cannot_watch` for a client over a link that has no `watch`.
   */
  watch(
    input: InputOf<O>,
    onData: (data: OutputOf<O>) => void,
    options?: WatchOptions<O>,
  ): () => void;
  /**
   * The same, to be iterated: the result now, and then the newest at each step. Throws a ProblemError when
   * the watch is over, as when the caller may not see it any more.
   *
   * ```ts
   * for await (const product of client.products.get.watch({ id })) render(product);
   * ```
   */
  watch(...args: CallArguments<O, IterateOptions<O>>): AsyncIterable<OutputOf<O>>;
}
