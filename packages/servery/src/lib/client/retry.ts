import { isProblemError } from "../protocol/problem-error.ts";
import type { CallProblem } from "./call-problem.ts";

/** How often and how patiently a call is tried again. */
export interface RetryPolicy {
  /** Attempts in all, the first one included. Default 4. */
  readonly attempts: number;
  /** The first wait is from 0 to this, and each next one from 0 to twice the last. Default 400. */
  readonly baseDelayMs: number;
  /** The longest wait. A `Retry-After` beyond it ends the call instead. Default 10,000. */
  readonly maxDelayMs: number;
}

export const defaultRetryPolicy: RetryPolicy = {
  attempts: 4,
  baseDelayMs: 400,
  maxDelayMs: 10_000,
};

/** One failed attempt. */
export interface Failure {
  readonly error: unknown;
  /** 1 for the first. */
  readonly attempt: number;
  /** True when the operation takes effect at most once, however often it is sent. */
  readonly repeatable: boolean;
}

// The service refused before it began: safe to repeat for anything.
const notStarted = new Set([
  "request_timeout",
  "too_many_requests",
  "overloaded",
  "shutting_down",
  "snapshot_unavailable",
]);
const noAnswer = new Set(["network_error", "offline"]);
const passingStatuses = new Set([408, 425, 429, 502, 503, 504]);

/**
 * The milliseconds to wait before the next attempt, with full jitter; `undefined` to give up.
 * A 500 is no reason to repeat, nor is an exceeded deadline: the same work would meet the same end.
 */
export function toRetryDelay(
  policy: RetryPolicy,
  { error, attempt, repeatable }: Failure,
  random: () => number,
): number | undefined {
  if (!isProblemError(error)) return undefined;
  const problem: CallProblem = error.problem;
  // An equal call is running: its outcome will come, so no attempt is wasted on it.
  const isTwin = problem.code === "idempotency_in_flight" && policy.attempts > 1;
  const isWorth = attempt < policy.attempts && isPassing(problem, repeatable);
  if (!isTwin && !isWorth) return undefined;
  const { retryAfterMs = 0 } = problem;
  if (retryAfterMs > policy.maxDelayMs) return undefined;
  const ceiling = Math.min(policy.maxDelayMs, policy.baseDelayMs * 2 ** (attempt - 1));
  return retryAfterMs + random() * ceiling;
}

function isPassing({ code, status }: CallProblem, repeatable: boolean): boolean {
  if (notStarted.has(code)) return true;
  if (!repeatable) return false;
  return noAnswer.has(code) || (code === "malformed_answer" && passingStatuses.has(status));
}
