import type { Reply } from "../../ports/exchange.ts";

const encoder = new TextEncoder();

/** Makes a web `Response` of a reply, with its length; a `HEAD` gets the headers alone. */
export function toResponse(reply: Reply, method: string): Response {
  const response = toPlainResponse(reply, method);
  for (const cookie of reply.cookies ?? []) response.headers.append("set-cookie", cookie);
  return response;
}

function toPlainResponse({ status, headers, body }: Reply, method: string): Response {
  if (status === 204 || status === 304) return new Response(null, { status, headers });
  const bytes = typeof body === "string" ? encoder.encode(body) : body;
  return new Response(method === "HEAD" ? null : ((bytes ?? null) as BodyInit | null), {
    status,
    headers: { ...headers, "content-length": String(bytes?.byteLength ?? 0) },
  });
}
