import type { Operation } from "../contract/operation.ts";
import type { ProblemOf } from "./call.ts";

/**
 * How a watched query stands.
 * - `connecting`: nothing of it has come yet.
 * - `live`: the service watches it, and what was given is its result.
 * - `stale`: the connection was lost and is sought again; what was given may be old.
 * - `offline`: the device has no network.
 */
export type WatchStatus = "connecting" | "live" | "stale" | "offline";

/** What may be said of a watch. */
export interface WatchOptions<O extends Operation> {
  /** Told of each change, the first one being that from `connecting`. */
  readonly onStatus?: ((status: WatchStatus) => void) | undefined;
  /**
   * Told of a problem that the query meets in the place of a result, or that keeps it from being watched. What
   * was given before stays, and the watch goes on, unless it is over.
   */
  readonly onProblem?: ((problem: ProblemOf<O>, isOver: boolean) => void) | undefined;
}

/** What may be said of a watch that is iterated. */
export interface IterateOptions<O extends Operation> extends WatchOptions<O> {
  /** Ends the iteration, which then throws as an aborted call does. */
  readonly signal?: AbortSignal | undefined;
}
