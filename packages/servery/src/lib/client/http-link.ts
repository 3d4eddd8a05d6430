import type { Link, LinkOptions } from "../ports/link.ts";
import { csrfHeader, idempotencyKeyHeader } from "../protocol/headers.ts";
import { formatIdempotencyKey } from "../protocol/idempotency-key.ts";
import { createClientError } from "./client-error.ts";
import type { Clock } from "./clock.ts";
import { decodeAnswer } from "./decode-answer.ts";
import { encodeRequest, type Route } from "./encode-request.ts";

/** What an HTTP link needs. */
export interface HttpLinkOptions {
  /** Without a slash at its end; empty for the page's own origin. */
  readonly url: string;
  readonly credentials: RequestCredentials | undefined;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  readonly clock: Clock;
}

/** A link over HTTP, to the routes of a contract by operation id. */
export function createHttpLink(routes: ReadonlyMap<string, Route>, options: HttpLinkOptions): Link {
  const sendsCookies = maySendCookies(options);
  return {
    call: async (id, input, callOptions) => {
      const route = routes.get(id);
      if (route === undefined) throw new TypeError(`The contract has no operation "${id}".`);
      const { target, body } = encodeRequest(route, input);
      const headers = toHeaders(callOptions, body);
      if (route.method !== "GET" && (sendsCookies || route.isIdentity === true))
        headers.set(csrfHeader, "1");
      const init = toInit(route, headers, body, callOptions.signal, options.credentials);
      const answer = await exchange(options.fetch, options.url + target, init);
      return decodeAnswer(answer, options.clock.now());
    },
  };
}

/** False in a page of another origin that sends no cookies: a service need not allow our header there. */
function maySendCookies({ url, credentials }: HttpLinkOptions): boolean {
  const origin = globalThis.location?.origin;
  if (origin === undefined || credentials === "include") return true;
  return new URL(url, origin).origin === origin;
}

function toHeaders({ headers, idempotencyKey }: LinkOptions, body: string | undefined): Headers {
  const all = new Headers({ accept: "application/json, application/problem+json", ...headers });
  if (body !== undefined) all.set("content-type", "application/json");
  if (idempotencyKey !== undefined)
    all.set(idempotencyKeyHeader, formatIdempotencyKey(idempotencyKey));
  return all;
}

function toInit(
  { method }: Route,
  headers: Headers,
  body: string | undefined,
  signal: AbortSignal | undefined,
  credentials: RequestCredentials | undefined,
): RequestInit {
  return {
    method,
    headers,
    // A followed redirect can turn a POST into a GET.
    redirect: method === "GET" ? "follow" : "manual",
    ...(body !== undefined && { body }),
    ...(signal !== undefined && { signal }),
    ...(credentials !== undefined && { credentials }),
  };
}

async function exchange(
  fetch: HttpLinkOptions["fetch"],
  url: string,
  init: RequestInit,
): Promise<{ status: number; headers: Headers; text: string }> {
  try {
    const response = await fetch(url, init);
    return { status: response.status, headers: response.headers, text: await response.text() };
  } catch (cause) {
    if (init.signal?.aborted) throw init.signal.reason;
    throw toNetworkError(cause);
  }
}

function toNetworkError(cause: unknown): Error {
  if (globalThis.navigator?.onLine === false)
    return createClientError("offline", "The device has no network.", { cause });
  const root = (cause as Error | undefined)?.cause ?? cause;
  const why = root instanceof Error && root.message !== "" ? ` (${root.message})` : "";
  const detail = `No whole answer arrived${why}: the service may be down, or refuse this origin (CORS).`;
  return createClientError("network_error", detail, { cause });
}
