import type { CallProblem } from "./call-problem.ts";
import type { WatchStatus } from "./watch-options.ts";

/** What a watch tells, whatever its query. */
export interface Watcher {
  readonly onData: (data: unknown, state: Omit<KnownResult, "data">) => void;
  readonly onStatus?: ((status: WatchStatus) => void) | undefined;
  readonly onProblem?: ((problem: CallProblem, isOver: boolean) => void) | undefined;
}

/** A result that a watcher has already, and the state that it is known to hold in. */
export interface KnownResult {
  readonly data: unknown;
  readonly hash?: string | undefined;
  readonly token?: string | undefined;
}
