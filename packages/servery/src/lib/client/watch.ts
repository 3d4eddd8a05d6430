import { ServeryError } from "../base/servery-error.ts";
import type { CallProblem } from "./call-problem.ts";
import type { CalledOperation } from "./called-operation.ts";
import type { ClientCore } from "./client-core.ts";
import { createClientError } from "./client-error.ts";
import type * as Live from "./live/live.ts";
import { toQueryKey } from "./query-key.ts";
import type { IterateOptions, WatchStatus } from "./watch-options.ts";

/** What a watch tells, whatever its query. */
export interface Watcher {
  readonly onData: (data: unknown, state: { readonly token?: string | undefined }) => void;
  readonly onStatus?: ((status: WatchStatus) => void) | undefined;
  readonly onProblem?: ((problem: CallProblem, isOver: boolean) => void) | undefined;
}

/** A result that a watcher has already, and the state that it is known to hold in. */
export interface KnownResult {
  readonly data: unknown;
  readonly hash?: string | undefined;
  readonly token?: string | undefined;
}

/** How long after the part for live queries could not be loaded it is tried again. */
const reloadMs = 5_000;

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
    let live: typeof Live;
    try {
      live = await import("./live/live.ts");
    } catch (cause) {
      if (isStopped) return;
      stop = core.caller.clock.schedule(reloadMs, () => void load());
      const detail = "The part of the program for live queries could not be loaded.";
      watcher.onProblem?.(createClientError("network_error", detail, { cause }).problem, false);
      return;
    }
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
