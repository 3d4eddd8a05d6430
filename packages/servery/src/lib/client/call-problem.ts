import type { ProblemDetails } from "../protocol/problem-details.ts";

/** A problem as a call meets it. */
export interface CallProblem<Code extends string = string, Data = unknown> extends ProblemDetails {
  readonly code: Code;
  readonly data?: Data;
  /** How long to wait before another attempt, where the service says so in `Retry-After`. */
  readonly retryAfterMs?: number;
}
