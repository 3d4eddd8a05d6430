import { ProblemError } from "../protocol/problem-error.ts";
import type { CallProblem } from "./call-problem.ts";

/**
 * The problems that a client makes itself, by code. Their `status` is 0, but for `malformed_answer`,
 * which has that of the answer. None of them tells whether the service did what it was asked.
 */
export const clientProblems = {
  /** The network failed, and the device says that it has none. */
  offline: "This device is offline",
  /** No answer arrived: no connection, no name, a refused origin (CORS), an answer cut off. */
  network_error: "The service could not be reached",
  /** The call's deadline passed, retries included. */
  timeout: "The call took too long",
  /** The caller's signal was aborted. */
  aborted: "The call was cancelled",
  /** An answer arrived that the service cannot have written: a proxy's page, broken JSON. */
  malformed_answer: "The answer is not what the service sends",
  /** A query was answered with older data than this client has seen, by whatever stands between. */
  stale_answer: "The answer is older than what was seen before",
} as const;

/** A code of {@link clientProblems}. */
export type ClientProblemCode = keyof typeof clientProblems;

/** What a client knows beyond what the problem says. */
export interface ClientErrorOptions {
  readonly status?: number;
  readonly retryAfterMs?: number | undefined;
  readonly cause?: unknown;
}

/** Makes the error of a problem that the client met, not the service. */
export function createClientError(
  code: ClientProblemCode,
  detail: string,
  { status = 0, retryAfterMs, cause }: ClientErrorOptions = {},
): ProblemError {
  const problem: CallProblem = {
    type: `urn:problem-type:servery-client:${code}`,
    title: clientProblems[code],
    status,
    code,
    detail,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
  return new ProblemError(problem, cause === undefined ? undefined : { cause });
}

/**
 * The error of an aborted call. Its `name` is that of the signal's reason, so that what asks for
 * `"AbortError"`, as with `fetch`, still finds it; the reason is its `cause`.
 */
export function toAbortError(reason: unknown): ProblemError {
  const name = reason instanceof Error ? reason.name : "AbortError";
  const error =
    name === "TimeoutError"
      ? createClientError("timeout", "The caller's own time limit has passed.", { cause: reason })
      : createClientError("aborted", "The caller aborted the call.", { cause: reason });
  error.name = name === "TimeoutError" ? name : "AbortError";
  return error;
}
