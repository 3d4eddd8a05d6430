import type { Link } from "../ports/link.ts";
import type { HeadersSource } from "./call-headers.ts";
import type { CallProblem } from "./call-problem.ts";
import type { Clock } from "./clock.ts";
import type { CredentialKeeper } from "./credential-keeper.ts";
import type { AskCaptcha } from "./proof.ts";
import type { HttpEndpoint } from "./http-endpoint.ts";
import type { RetryPolicy } from "./retry.ts";
import type { Snapshots } from "./snapshots.ts";

/** A wait before a call is sent again. */
export interface Wait {
  /** What the last attempt met: `too_many_requests`, `overloaded`, `network_error` and their like. */
  readonly problem: CallProblem;
  readonly delayMs: number;
  /** Which attempt it was, from 1. */
  readonly attempt: number;
}

/** What all calls of a client share. */
export interface Caller {
  readonly link: Link;
  /** Where the service is, unless it is in this process. */
  readonly endpoint: HttpEndpoint | undefined;
  readonly snapshots: Snapshots;
  readonly headers: HeadersSource | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  readonly timeoutMs: number;
  readonly retry: false | Partial<RetryPolicy>;
  readonly onWait: ((wait: Wait) => void) | undefined;
  readonly captcha: AskCaptcha | undefined;
  readonly keeper: CredentialKeeper | undefined;
}
