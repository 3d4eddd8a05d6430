import { ServeryError } from "../base/servery-error.ts";
import type { CalledOperation } from "./called-operation.ts";
import type { ClientCore } from "./client-core.ts";
import { createClientError } from "./client-error.ts";
import type * as Live from "./live/live.ts";
import { toQueryKey } from "./query-key.ts";
import type { IterateOptions } from "./watch-options.ts";
import type { KnownResult, Watcher } from "./watcher.ts";

/** How long after the part for live queries could not be loaded it is tried again. */
const reloadMs = 5_000;

/** What does the work, once it was loaded. */
let live: typeof Live | undefined;

/** Watches a query, until what it returns is called. All that does the work is loaded now. */
export function watchQuery(
  core: ClientCore,
  operation: CalledOperation,
  input: unknown,
  watcher: Watcher,
  known?: KnownResult,
): () => void {
  assertWatchable(core);
  const key = toQueryKey(operation.id, input);
  let isStopped = false;
  let stop: (() => void) | undefined;
  const load = async () => {
    try {
      live ??= await import("./live/live.ts");
    } catch (cause) {
      if (isStopped) return;
      stop = core.caller.clock.schedule(reloadMs, () => void load());
      const detail = "The part of the program for live queries could not be loaded.";
      watcher.onProblem?.(createClientError("network_error", detail, { cause }).problem, false);
      return;
    }
    // Later, so that nothing is told before the caller has what stops it.
    await undefined;
    if (!isStopped) stop = live.join(core, { key, operation, input, watcher, known });
  };
  void load();
  return () => {
    isStopped = true;
    stop?.();
  };
}

type GivenOptions = IterateOptions<never>;

/** The `watch` of a query's call: with a function for its results, or to be iterated. */
export function toWatch(core: ClientCore, operation: CalledOperation) {
  return (input: unknown, given?: Watcher["onData"] | GivenOptions, options?: GivenOptions) => {
    if (typeof given === "function") {
      const { onStatus, onProblem } = options ?? {};
      const tell = onProblem as Watcher["onProblem"];
      const onData = (data: unknown) => given(data, {});
      return watchQuery(core, operation, input, { onData, onStatus, onProblem: tell });
    }
    assertWatchable(core);
    return {
      [Symbol.asyncIterator]: () => {
        const iterator = import("./live/live.ts").then(({ iterate }) =>
          iterate((watcher) => watchQuery(core, operation, input, watcher), given ?? {}),
        );
        return {
          next: async () => (await iterator).next(),
          return: async () => (await iterator).return(),
        };
      },
    };
  };
}

function assertWatchable({ caller: { link, endpoint }, name }: ClientCore): void {
  if (endpoint !== undefined || link.watch !== undefined) return;
  throw new ServeryError(
    "link_cannot_watch",
    `The link of "${name}" has no watch: pass a service, or call the query instead.`,
  );
}
