import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";

import type { StandardProblemCode } from "../../protocol/problem-details.ts";
import { toProblemReply, toRawResponse } from "./problem-reply.ts";

/** What is under way on a socket. */
interface Current {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/**
 * Answers what never becomes a request (broken HTTP, too long headers, too slow headers) with a
 * problem, as everything else. A tunnel (`CONNECT`) is refused the same way.
 */
export function answerClientErrors(server: Server, problemTypes: string): void {
  const currents = new WeakMap<Duplex, Current>();
  const broken = new WeakSet<Duplex>();
  const remember = (request: IncomingMessage, response: ServerResponse) =>
    void currents.set(request.socket, { request, response });
  server.prependListener("request", remember);
  server.prependListener("checkContinue", remember);
  server.on("clientError", (error: Error & { code?: string }, socket) => {
    if (broken.has(socket)) return; // What follows broken bytes is broken again.
    broken.add(socket);
    const code = toProblemCode(error.code);
    const refuse = () => end(socket, code, problemTypes);
    const current = currents.get(socket);
    if (error.code === "ECONNRESET" || !socket.writable) socket.destroy();
    else if (current !== undefined && !current.request.complete)
      // The broken or late bytes are that request's own body: one answer to it is enough.
      if (current.response.headersSent) socket.destroy();
      else refuse();
    else if (current === undefined || current.response.writableFinished) refuse();
    // A good request before the broken bytes gets its own answer first, or the two would be mixed up.
    else current.response.once("finish", refuse);
  });
  server.on("connect", (_request, socket) => end(socket, "method_not_allowed", problemTypes));
}

function toProblemCode(code: string | undefined): StandardProblemCode {
  if (code === "HPE_HEADER_OVERFLOW") return "headers_too_large";
  if (code === "ERR_HTTP_REQUEST_TIMEOUT") return "request_timeout";
  return "malformed_request";
}

const details: Partial<Record<StandardProblemCode, string>> = {
  malformed_request: "These bytes are not HTTP/1.1 as RFC 9112 defines it.",
  headers_too_large: "Send a shorter address, fewer cookies or fewer headers.",
  request_timeout: "Open a new connection, and send the whole request at once.",
  method_not_allowed: "This is no proxy: CONNECT is not served.",
};

function end(socket: Duplex, code: StandardProblemCode, problemTypes: string): void {
  socket.on("error", () => {}); // The caller may be gone before it has read the answer.
  socket.end(toRawResponse(toProblemReply(code, details[code]!, problemTypes)), () =>
    socket.destroy(),
  );
}
