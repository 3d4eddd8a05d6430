import type { ServerResponse } from "node:http";

import type { Reply, ReplyStream } from "../../ports/exchange.ts";
import { streamNowhere } from "../fetch/stream-body.ts";
import { streamOver } from "./stream-reply.ts";

/**
 * Sends a reply: one `writeHead` with a length, one `end`; or one that goes on, as it is written. Nothing is
 * sent when the caller has gone.
 */
export function sendReply(response: ServerResponse, reply: Reply): void {
  const { status, headers, cookies, body, stream } = reply;
  if (response.destroyed) {
    if (stream !== undefined) streamNowhere(stream);
    return;
  }
  if (cookies !== undefined) response.setHeader("set-cookie", cookies);
  if (stream !== undefined) return sendStream(response, reply, stream);
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

/** A stream is the last answer of its connection, so that a server that ends need not wait for it to be idle. */
function sendStream(response: ServerResponse, { status, headers }: Reply, open: ReplyStream): void {
  response.shouldKeepAlive = false;
  response.writeHead(status, headers);
  if (response.req.method !== "HEAD") return streamOver(response, open);
  response.end();
  streamNowhere(open);
}

function lengthOf(body: Reply["body"]): number {
  if (body === undefined) return 0;
  return typeof body === "string" ? Buffer.byteLength(body) : body.byteLength;
}

/** RFC 9110 §8.6: a 204 carries no length; a 304's would have to be that of the 200. */
function hasNoBody(status: number): boolean {
  return status === 204 || status === 304 || status < 200;
}
