/** The media type of a problem (RFC 9457). */
export const problemMediaType = "application/problem+json";

/** One thing that is wrong with an input: a JSON pointer (RFC 6901) into it, and a sentence. */
export interface InputError {
  readonly pointer: string;
  readonly detail: string;
}

/** A problem as it travels: RFC 9457's members, our stable `code`, and what the problem carries. */
export interface ProblemDetails {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** Stable, for programs: one that the operation declares, or one of {@link standardProblems}. */
  readonly code: string;
  readonly detail?: string;
  /** The request that met the problem: `urn:request:` and its id. */
  readonly instance?: string;
  /** What the problem's definition says that it carries. */
  readonly data?: unknown;
  /** All that is wrong with the input, for `invalid_input`. */
  readonly errors?: readonly InputError[];
}

/** The problems that any operation may meet, whatever it declares: code, status and title. */
export const standardProblems = {
  malformed_request: [400, "The request could not be read"],
  unauthenticated: [401, "Sign in first"],
  fresh_sign_in_required: [401, "Prove again who you are"],
  forbidden: [403, "This is not allowed for you"],
  forged_request: [403, "This request did not come from our own pages"],
  route_not_found: [404, "There is nothing here"],
  stream_not_found: [404, "There is no such stream of yours"],
  method_not_allowed: [405, "This method is not allowed here"],
  not_acceptable: [406, "None of the accepted media types can be served"],
  request_timeout: [408, "The request took too long to arrive"],
  conflict: [409, "The request conflicts with what is stored"],
  idempotency_in_flight: [409, "A request with this idempotency key is still running"],
  outcome_withheld: [409, "This was done before, and its answer was not kept"],
  body_too_large: [413, "The body is too large"],
  uri_too_long: [414, "The address is too long"],
  unsupported_media_type: [415, "This media type is not supported"],
  invalid_input: [422, "The input is not valid"],
  idempotency_mismatch: [422, "This idempotency key was used for another request"],
  proof_required: [428, "Show that this is no program"],
  too_many_requests: [429, "Too many requests"],
  headers_too_large: [431, "The headers are too large"],
  internal_error: [500, "Something went wrong on our side"],
  snapshot_unavailable: [503, "A state that you have seen is not here yet"],
  overloaded: [503, "The service is busy"],
  shutting_down: [503, "The service is shutting down"],
  deadline_exceeded: [503, "The service took too long"],
} as const satisfies Record<string, readonly [status: number, title: string]>;

/** A code of {@link standardProblems}. */
export type StandardProblemCode = keyof typeof standardProblems;
