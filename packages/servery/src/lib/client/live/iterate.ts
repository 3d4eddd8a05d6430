import { ProblemError } from "../../protocol/problem-error.ts";
import { toAbortError } from "../client-error.ts";
import type { Watcher } from "../watcher.ts";
import type { IterateOptions } from "../watch-options.ts";

/** A watch as an iterator. */
interface WatchIterator {
  next(): Promise<IteratorResult<unknown, undefined>>;
  return(): Promise<IteratorResult<unknown, undefined>>;
}

/**
 * Iterates over the results of a watch. Who is slow gets the newest, and none of those between. Ends with the
 * problem that ended the watch, and without one when it is returned from.
 */
export function iterate(
  watch: (watcher: Watcher) => () => void,
  { onStatus, onProblem, signal }: IterateOptions<never>,
): WatchIterator {
  const tell = onProblem as Watcher["onProblem"];
  const over = { done: true, value: undefined } as const;
  let newest: { readonly data: unknown } | undefined;
  let end: (() => Promise<IteratorResult<unknown, undefined>>) | undefined;
  let waiting: (() => void)[] = [];

  function wake(): void {
    const woken = waiting;
    waiting = [];
    for (const each of woken) each();
  }

  function finish(toResult: NonNullable<typeof end>): void {
    end ??= toResult;
    stop();
    signal?.removeEventListener("abort", onAbort);
    wake();
  }

  const onAbort = () => finish(() => Promise.reject(toAbortError(signal?.reason)));
  const stop = watch({
    onStatus,
    onData: (data) => {
      newest = { data };
      wake();
    },
    onProblem: (problem, isOver) => {
      tell?.(problem, isOver);
      if (isOver) finish(() => Promise.reject(new ProblemError(problem)));
    },
  });
  if (signal?.aborted) onAbort();
  else signal?.addEventListener("abort", onAbort);

  return {
    next: async () => {
      for (;;) {
        if (newest !== undefined) {
          const { data } = newest;
          newest = undefined;
          return { done: false, value: data };
        }
        if (end !== undefined) {
          const toResult = end;
          // An iteration fails once.
          end = () => Promise.resolve(over);
          return toResult();
        }
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
        });
      }
    },
    return: () => {
      newest = undefined;
      finish(() => Promise.resolve(over));
      return Promise.resolve(over);
    },
  };
}
