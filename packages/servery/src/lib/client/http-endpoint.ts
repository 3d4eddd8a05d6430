import { csrfHeader, snapshotHeader } from "../protocol/headers.ts";
import type { HeaderValues } from "./call-headers.ts";
import { createClientError } from "./client-error.ts";
import type { Clock } from "./clock.ts";
import type { Answer } from "./decode-answer.ts";

/** Where a service is, and what reaches it. */
export interface HttpEndpoint {
  /** Without a slash at its end; empty for the page's own origin. */
  readonly url: string;
  readonly credentials: RequestCredentials | undefined;
  readonly fetch: (url: string, init: RequestInit) => Promise<Response>;
  /** Whether that is the platform's own `fetch`, which adds nothing. */
  readonly isPlain: boolean;
  readonly clock: Clock;
}

/** What is posted to one of the service's own paths. */
export interface Posted {
  /** JSON. */
  readonly body: unknown;
  readonly headers: HeaderValues;
  /** The newest state that the client knows. */
  readonly snapshot: string | undefined;
  readonly signal: AbortSignal;
}

/**
 * Posts to a path of the service's own, and reads the answer.
 * @throws ProblemError `offline` or `network_error`; the signal's reason once it is aborted.
 */
export function post<T>(
  endpoint: HttpEndpoint,
  path: string,
  posted: Posted,
  read: (response: Response) => T | Promise<T>,
): Promise<T> {
  const { body, snapshot, signal } = posted;
  const headers = new Headers({ ...posted.headers, "content-type": "application/json" });
  if (maySendCookies(endpoint)) headers.set(csrfHeader, "1");
  if (snapshot !== undefined) headers.set(snapshotHeader, snapshot);
  const init = { method: "POST", headers, body: JSON.stringify(body), signal };
  return send(endpoint, path, { ...init, redirect: "manual" }, read);
}

/** Sends a request and reads the answer; rejects as {@link post} does. */
export async function send<T>(
  { url, fetch, credentials }: HttpEndpoint,
  target: string,
  init: RequestInit,
  read: (response: Response) => T | Promise<T>,
): Promise<T> {
  try {
    const sent = { ...init, ...(credentials !== undefined && { credentials }) };
    return await read(await fetch(url + target, sent));
  } catch (cause) {
    if (init.signal?.aborted) throw init.signal.reason;
    throw toNetworkError(cause);
  }
}

/** Reads an answer whole. */
export async function readWhole(response: Response): Promise<Answer> {
  const { status, headers } = response;
  return { status, headers, text: await response.text() };
}

/** False in a page of another origin that sends no cookies: a service need not allow our header there. */
export function maySendCookies({ url, credentials }: HttpEndpoint): boolean {
  const origin = globalThis.location?.origin;
  if (origin === undefined || credentials === "include") return true;
  return new URL(url, origin).origin === origin;
}

function toNetworkError(cause: unknown): Error {
  if (globalThis.navigator?.onLine === false)
    return createClientError("offline", "The device has no network.", { cause });
  const root = (cause as Error | undefined)?.cause ?? cause;
  const why = root instanceof Error && root.message !== "" ? ` (${root.message})` : "";
  const detail = `No whole answer arrived${why}: the service may be down, or refuse this origin (CORS).`;
  return createClientError("network_error", detail, { cause });
}
