import type { Reply, ReplyStream } from "../../ports/exchange.ts";
import { streamNowhere, toStreamBody } from "./stream-body.ts";

const encoder = new TextEncoder();

/**
 * Makes a web `Response` of a reply, with its length unless it goes on; a `HEAD` gets the headers alone. A
 * request whose caller has gone is answered to nobody.
 */
export function toResponse(reply: Reply, request: FetchRequest): Response {
  const response =
    reply.stream === undefined
      ? toPlainResponse(reply, request.method)
      : new Response(toBody(reply.stream, request), reply);
  for (const cookie of reply.cookies ?? []) response.headers.append("set-cookie", cookie);
  return response;
}

/** What the answer depends on of the request. */
type FetchRequest = Pick<Request, "method" | "signal">;

function toBody(
  stream: ReplyStream,
  { method, signal }: FetchRequest,
): ReadableStream<Uint8Array> | null {
  if (method !== "HEAD" && !signal.aborted) return toStreamBody(stream, signal);
  streamNowhere(stream);
  return null;
}

function toPlainResponse({ status, headers, body }: Reply, method: string): Response {
  if (status === 204 || status === 304) return new Response(null, { status, headers });
  const bytes = typeof body === "string" ? encoder.encode(body) : body;
  return new Response(method === "HEAD" ? null : ((bytes ?? null) as BodyInit | null), {
    status,
    headers: { ...headers, "content-length": String(bytes?.byteLength ?? 0) },
  });
}
