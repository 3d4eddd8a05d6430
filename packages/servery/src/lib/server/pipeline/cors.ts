import { isOrigin } from "../../base/origin.ts";
import { ServeryError } from "../../base/servery-error.ts";
import type { Exchange } from "../../ports/exchange.ts";
import {
  captchaHeader,
  csrfHeader,
  idempotencyKeyHeader,
  idempotencyReplayedHeader,
  proofHeader,
  requestIdHeader,
  snapshotHeader,
} from "../../protocol/headers.ts";

/** Which other origins may call from a browser. */
export interface CorsOptions {
  /** Exact origins, such as `https://shop.example`; or `["*"]` for all of them, without credentials. */
  readonly origins: readonly string[];
  /** Lets a browser send its cookies. Default `false`. */
  readonly credentials?: boolean;
  /** Seconds for which a browser may remember a preflight. Default 600. */
  readonly maxAgeSeconds?: number;
  /** Request headers to allow beside the service's own, in any case. */
  readonly allowHeaders?: readonly string[];
}

/** CORS (https://fetch.spec.whatwg.org/#http-cors-protocol) by an allow-list. */
export interface Cors {
  /** Adds what an answer to this origin needs: nothing for an origin that is not on the list. */
  apply(exchange: Exchange, headers: Record<string, string>): void;
  /** The headers of the answer to a preflight, `undefined` when this is none. */
  preflight(exchange: Exchange, methods: string): Record<string, string> | undefined;
  allows(origin: string): boolean;
  /** Whether pages of this origin may act with a user's cookies. */
  allowsCredentials(origin: string): boolean;
}

const ownRequestHeaders = [
  "authorization",
  "content-type",
  idempotencyKeyHeader,
  csrfHeader,
  proofHeader,
  captchaHeader,
  requestIdHeader,
  snapshotHeader,
];
const exposedHeaders = [
  "etag",
  idempotencyReplayedHeader,
  "ratelimit",
  "ratelimit-policy",
  "retry-after",
  "server-timing",
  "www-authenticate",
  requestIdHeader,
  snapshotHeader,
].join(", ");

/** @throws ServeryError `invalid_cors` for an entry that no browser would ever send, or an unsafe pair. */
export function createCors(options: CorsOptions): Cors {
  const { origins, credentials = false, maxAgeSeconds = 600, allowHeaders = [] } = options;
  assertOrigins(origins, credentials);
  const all = origins.includes("*");
  const allowed = new Set(origins);
  const requestHeaders = [...ownRequestHeaders, ...allowHeaders.map((name) => name.toLowerCase())];
  const allows = (origin: string) => all || allowed.has(origin);
  const apply: Cors["apply"] = (exchange, headers) => {
    const origin = exchange.header("origin");
    if (origin === undefined || !allows(origin)) return;
    headers["access-control-allow-origin"] = all ? "*" : origin;
    if (credentials) headers["access-control-allow-credentials"] = "true";
    headers["access-control-expose-headers"] = exposedHeaders;
  };
  return {
    apply,
    allows,
    allowsCredentials: (origin) => credentials && allowed.has(origin),
    preflight(exchange, methods) {
      if (exchange.header("access-control-request-method") === undefined) return undefined;
      const headers: Record<string, string> = {};
      apply(exchange, headers);
      delete headers["access-control-expose-headers"];
      if (headers["access-control-allow-origin"] === undefined) return headers;
      headers["access-control-allow-methods"] = methods;
      headers["access-control-allow-headers"] = requestHeaders.join(", ");
      headers["access-control-max-age"] = String(maxAgeSeconds);
      return headers;
    },
  };
}

function assertOrigins(origins: readonly string[], credentials: boolean): void {
  const mistakes = origins.filter((origin) => origin !== "*" && !isOrigin(origin));
  if (mistakes.length > 0)
    throw invalid(
      `${mistakes.map((origin) => `"${origin}"`).join(", ")} is no origin. Write scheme and host as a browser sends them, such as "https://shop.example", without a path or a slash at the end.`,
    );
  if (origins.includes("*") && credentials)
    throw invalid(`"*" with credentials would let every site act as your users. List the origins.`);
}

function invalid(message: string): ServeryError {
  return new ServeryError("invalid_cors", `The CORS options cannot be used: ${message}`);
}
