import type { ProblemDetails } from "../../protocol/problem-details.ts";
import type { Entry } from "./entry.ts";

/** How a watched query stands: its result, or the problem that it met. */
export type WatchState =
  | {
      /** The state of the data that it holds in. */
      readonly token: string;
      /** The same for equal results, on every node and after every start. */
      readonly hash: string;
      /** The result as JSON. */
      readonly text: string;
      readonly problem?: undefined;
    }
  | {
      readonly token: string | undefined;
      /** As the caller may see it, complete but for the request that met it. */
      readonly problem: ProblemDetails;
      /** Whether it is watched no more: its caller may not see it any longer. */
      readonly ended: boolean;
      readonly text?: undefined;
    };

/**
 * Hears how a watched query stands: once when the watch is registered, then after each change of the result,
 * never while it is the same. What it is told stays true until it is told otherwise.
 */
export type WatchListener = (state: WatchState) => void;

/** A query that is watched. */
export interface Watch {
  /** Asks again who calls, and whether they still may: the session has changed. */
  recheck(): void;
  close(): void;
}

/**
 * The newest state that a result is known to hold in: whoever is told has often seen a later one than it was read
 * in. `undefined` of a failure that has not seen any.
 * @param known the newest state that is known.
 */
export function holdsStateOf({ count, isFresh, heldIn }: Entry, known: number): number | undefined {
  return count !== undefined && isFresh ? Math.max(count, known) : heldIn;
}

/** How a result stands, in the state of this token. Outputs have one. */
export function toWatchState({ result }: Entry, token: string | undefined): WatchState {
  return result.problem === undefined
    ? { token: token as string, hash: result.hash, text: result.text }
    : { token, problem: result.problem, ended: false };
}
