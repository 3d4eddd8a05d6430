import type { IncomingMessage, ServerResponse } from "node:http";

import { orderHeaders, readHeaders, toEtag } from "../shop/answers.ts";

type Headers = Readonly<Record<string, string>>;

/**
 * For libraries that own the answer and have no entity tags: holds their head and body back until both are
 * whole, then sends them at once with the headers that all subjects send, a length and a tag.
 */
export function sendWhole(request: IncomingMessage, response: ServerResponse, more: Headers): void {
  const { writeHead, end } = response;
  const isRead = request.method === "GET";
  let given: Headers = {};
  let text = "";
  response.writeHead = ((status: number, headers: Headers) => {
    response.statusCode = status;
    given = headers;
    return response;
  }) as typeof writeHead;
  response.write = ((chunk: Uint8Array) => {
    text += Buffer.from(chunk).toString();
    return true;
  }) as typeof response.write;
  response.end = ((body?: string) => {
    text += body ?? "";
    const { statusCode: status } = response;
    response.writeHead = writeHead;
    response.end = end;
    const all = { ...(isRead ? readHeaders : orderHeaders), ...given, ...more };
    if (!isRead || status !== 200)
      return response.writeHead(status, withLength(all, text)).end(text);
    const etag = toEtag(text);
    return request.headers["if-none-match"] === etag
      ? response.writeHead(304, { ...all, etag }).end()
      : response.writeHead(status, withLength({ ...all, etag }, text)).end(text);
  }) as typeof end;
}

function withLength(headers: Headers, text: string): Headers {
  return { ...headers, "content-length": String(Buffer.byteLength(text)) };
}
