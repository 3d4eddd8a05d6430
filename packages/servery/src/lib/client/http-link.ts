import type { AnswerDetails, Link, LinkOptions } from "../ports/link.ts";
import { csrfHeader, idempotencyKeyHeader, snapshotHeader } from "../protocol/headers.ts";
import { formatIdempotencyKey } from "../protocol/idempotency-key.ts";
import { decodeAnswer } from "./decode-answer.ts";
import { encodeRequest, type Route } from "./encode-request.ts";
import { type HttpEndpoint, maySendCookies, readWhole, send } from "./http-endpoint.ts";

/** A link over HTTP, to the routes of a contract by operation id. */
export function createHttpLink(routes: ReadonlyMap<string, Route>, endpoint: HttpEndpoint): Link {
  const sendsCookies = maySendCookies(endpoint);
  return {
    call: async (id, input, options) => {
      const route = routes.get(id);
      if (route === undefined) throw new TypeError(`The contract has no operation "${id}".`);
      const { target, body } = encodeRequest(route, input);
      const headers = toHeaders(options, body);
      if (route.method !== "GET" && (sendsCookies || route.isIdentity === true))
        headers.set(csrfHeader, "1");
      const init = toInit(route, headers, body, options);
      const answer = await send(endpoint, target, init, readWhole);
      const token = answer.headers.get(snapshotHeader);
      if (token !== null) options.onSnapshot?.(token, toDetails(answer.headers));
      return decodeAnswer(answer, endpoint.clock.now());
    },
  };
}

function toDetails(headers: Pick<Headers, "get">): AnswerDetails {
  return {
    // Each encoding has a tag of its own: `"HASH-br"`.
    hash: /"([^"]{43})(?:-\w+)?"$/.exec(headers.get("etag") ?? "")?.[1],
    isReusable: /max-age=[1-9]/.test(headers.get("cache-control") ?? ""),
  };
}

function toHeaders(
  { headers, idempotencyKey, snapshot }: LinkOptions,
  body: string | undefined,
): Headers {
  const all = new Headers({ accept: "application/json, application/problem+json", ...headers });
  if (body !== undefined) all.set("content-type", "application/json");
  if (snapshot !== undefined) all.set(snapshotHeader, snapshot);
  if (idempotencyKey !== undefined)
    all.set(idempotencyKeyHeader, formatIdempotencyKey(idempotencyKey));
  return all;
}

function toInit(
  { method }: Route,
  headers: Headers,
  body: string | undefined,
  { signal, cache }: LinkOptions,
): RequestInit {
  return {
    method,
    headers,
    // A followed redirect can turn a POST into a GET.
    redirect: method === "GET" ? "follow" : "manual",
    ...(body !== undefined && { body }),
    ...(signal !== undefined && { signal }),
    ...(cache !== undefined && { cache }),
  };
}
