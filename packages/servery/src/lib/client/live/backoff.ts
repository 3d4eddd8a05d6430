import { isProblemError } from "../../protocol/problem-error.ts";
import type { CallProblem } from "../call-problem.ts";
import type { LineEnd } from "./line.ts";

/** Says how long to wait before the next connection, by how the last ones ended. */
export interface Backoff {
  /** How many streams in a row did not get through. */
  readonly mutes: number;
  /** A connection has ended, after this long; in milliseconds, as is the answer. */
  toDelay(end: LineEnd, heldMs: number): number;
  /** Lets streams be tried once more. */
  forgive(): void;
}

/** How many streams in a row that do not get through show that none does. */
export const muteLimit = 3;
/** The first wait is from 0 to this, each next one from 0 to twice the last. In milliseconds. */
const baseDelayMs = 1_000;
const maxDelayMs = 30_000;
/** A connection that has held this long was a good one. In milliseconds. */
const goodMs = 10_000;

/** Nothing has failed yet. */
export function createBackoff(random: () => number): Backoff {
  let failures = 0;
  let mutes = 0;
  return {
    get mutes() {
      return mutes;
    },
    toDelay: (end, heldMs) => {
      if (end.how === "closed") return 0;
      const isPolling = mutes >= muteLimit;
      if (end.how === "mute") mutes += 1;
      else if (!isPolling && (end.how === "bye" || heldMs >= goodMs)) mutes = 0;
      if (end.how === "bye" || heldMs >= goodMs) failures = 0;
      // Those that were told to come again come apart.
      if (end.how === "bye") return end.retryMs * (1 + random());
      if (mutes >= muteLimit && !isPolling) return 0;
      const ceiling = Math.min(maxDelayMs, baseDelayMs * 2 ** failures);
      failures += 1;
      return (problemOf(end)?.retryAfterMs ?? 0) + random() * ceiling;
    },
    forgive: () => {
      mutes = Math.min(mutes, muteLimit - 1);
    },
  };
}

/** What a connection met that ended, if it was a problem. */
export function problemOf(end: LineEnd): CallProblem | undefined {
  return end.how === "lost" && isProblemError(end.error) ? end.error.problem : undefined;
}
