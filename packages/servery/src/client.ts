export { createClient } from "./lib/client/client.ts";
export type {
  Client,
  ClientContract,
  HttpClientOptions,
  LinkClientOptions,
} from "./lib/client/client.ts";
export type {
  Call,
  CallArguments,
  DeclaredProblem,
  Outcome,
  ProblemOf,
} from "./lib/client/call.ts";
export type { CallProblem } from "./lib/client/call-problem.ts";
export { clientProblems } from "./lib/client/client-error.ts";
export type { ClientProblemCode } from "./lib/client/client-error.ts";
export type { Clock } from "./lib/client/clock.ts";
export type { HeadersSource } from "./lib/client/call-headers.ts";
export type { CallOptions } from "./lib/client/invoke.ts";
export type { RetryPolicy } from "./lib/client/retry.ts";
export type { Link, LinkOptions } from "./lib/ports/link.ts";
export { isProblemError, ProblemError } from "./lib/protocol/problem-error.ts";
export type {
  InputError,
  ProblemDetails,
  StandardProblemCode,
} from "./lib/protocol/problem-details.ts";
