import type { ServerResponse } from "node:http";

import type { Reply } from "../../ports/exchange.ts";

/** Sends a reply: one `writeHead` with a length, one `end`. Nothing is sent when the caller has gone. */
export function sendReply(response: ServerResponse, reply: Reply): void {
  const { status, headers, cookies, body } = reply;
  if (response.destroyed) return;
  if (cookies !== undefined) response.setHeader("set-cookie", cookies);
  if (hasNoBody(status)) {
    response.writeHead(status, headers);
    response.end();
    return;
  }
  // A reply is made for one answer, so its headers need no copy.
  headers["content-length"] = String(lengthOf(body));
  response.writeHead(status, headers);
  // For HEAD, node:http leaves the body out and keeps its length.
  response.end(body);
}

function lengthOf(body: Reply["body"]): number {
  if (body === undefined) return 0;
  return typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
}

/** RFC 9110 §8.6: a 204 carries no length; a 304's would have to be that of the 200. */
function hasNoBody(status: number): boolean {
  return status === 204 || status === 304 || status < 200;
}
