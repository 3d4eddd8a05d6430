export { createClient } from "./lib/client/client.ts";
export type { Client, ClientContract } from "./lib/client/client.ts";
export type { HttpClientOptions, LinkClientOptions } from "./lib/client/client-options.ts";
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
export type { Wait } from "./lib/client/caller.ts";
export type { AskCaptcha } from "./lib/client/proof.ts";
export type { QueryCall } from "./lib/client/query-call.ts";
export type { RetryPolicy } from "./lib/client/retry.ts";
export { sessionOf } from "./lib/client/session.ts";
export type { ClientWithIdentity, Session, UserOf, WithIdentity } from "./lib/client/session.ts";
export type {
  SessionListener,
  SessionSnapshot,
  SignedOutReason,
} from "./lib/client/session-state.ts";
export type { TokenStorage } from "./lib/client/token-storage.ts";
export { tokens } from "./lib/client/tokens.ts";
export type { TokensOptions } from "./lib/client/tokens.ts";
export type { IterateOptions, WatchOptions, WatchStatus } from "./lib/client/watch-options.ts";
export type { SessionMode } from "./lib/client/session-mode.ts";
export type {
  AnswerDetails,
  Link,
  LinkOptions,
  LinkWatcher,
  OnSnapshot,
  WatchedState,
} from "./lib/ports/link.ts";
export { isProblemError, ProblemError } from "./lib/protocol/problem-error.ts";
export type {
  InputError,
  ProblemDetails,
  StandardProblemCode,
} from "./lib/protocol/problem-details.ts";
