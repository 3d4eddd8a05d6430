import type { Link } from "../ports/link.ts";
import type { HeadersSource } from "./call-headers.ts";
import type { Wait } from "./caller.ts";
import type { Clock } from "./clock.ts";
import type { AskCaptcha } from "./proof.ts";
import type { RetryPolicy } from "./retry.ts";
import type { SessionMode } from "./session-mode.ts";

interface SharedOptions {
  /** The limit of a call, retries and waits included, in milliseconds. Default 30,000. */
  readonly timeoutMs?: number;
  /** `false` for one attempt each. Default 4 attempts, see {@link RetryPolicy}. */
  readonly retry?: false | Partial<RetryPolicy>;
  /** Headers for every call, or what makes them anew for each attempt. */
  readonly headers?: HeadersSource;
  /**
   * How the session is kept: `"cookie"` (default) leaves it to the browser, for pages of the service's own
   * origin; `tokens()` is for everything else.
   */
  readonly session?: "cookie" | SessionMode;
  /**
   * Shows the captcha of an operation that asks for one, and resolves to what its widget gave. Asked when
   * the service wants it; how long it takes does not count towards `timeoutMs`.
   */
  readonly captcha?: AskCaptcha;
  /** Told of each wait before a call is sent again, so that an interface can show it. */
  readonly onWait?: (wait: Wait) => void;
  /** For tests. */
  readonly clock?: Clock;
  /** From 0 to 1, for the jitter of retries. For tests. */
  readonly random?: () => number;
}

/** A client that reaches its service over HTTP. */
export interface HttpClientOptions extends SharedOptions {
  /** Where the service is: `https://api.example.com`. Default the page's own origin. */
  readonly url?: string;
  /** As in `fetch`: `"include"` to send cookies to another origin. Default `"same-origin"`. */
  readonly credentials?: RequestCredentials;
  /**
   * Sends queries that are called in one tick as one request, at most `max` of them, 20 by default. Sensitive
   * ones, and those with headers of their own, still travel alone. Default `false`: requests of their own are
   * kept by the browser's cache and answered with 304 when nothing has changed, and over HTTP/2 they cost
   * little. Worth it over HTTP/1.1, and where each request has a long way.
   */
  readonly batch?: boolean | { readonly max?: number };
  /** Default the global one. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
  readonly link?: undefined;
}

/** A client in the same process as its service: for server rendering and tests. */
export interface LinkClientOptions extends SharedOptions {
  /** The service, or any other {@link Link}. */
  readonly link: Link;
  readonly url?: undefined;
}
