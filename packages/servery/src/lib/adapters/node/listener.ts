import type { IncomingMessage, Server, ServerResponse } from "node:http";

import { isPromise, type MaybePromise } from "../../base/maybe-promise.ts";
import type { Exchange, Reply } from "../../ports/exchange.ts";
import type { Log } from "../../ports/log.ts";
import type { StandardProblemCode } from "../../protocol/problem-details.ts";
import type { ServiceLimits } from "../../server/pipeline/limits.ts";
import { NodeExchange } from "./exchange.ts";
import type { Front } from "./front.ts";
import { toProblemReply } from "./problem-reply.ts";
import { sendReply } from "./reply.ts";
import type { PathsOfContract } from "./service-paths.ts";

/** What is needed of a service to serve it; `createService` makes one. */
export interface ServedService {
  readonly contract: PathsOfContract & { readonly title: string; readonly problemTypes: string };
  readonly limits: Pick<ServiceLimits, "headerBytes" | "headersTimeoutMs" | "requestTimeoutMs">;
  /** Opens the database. */
  ready(): Promise<void>;
  /** Answers: at once, where nothing has to be waited for. Neither throws nor rejects. */
  handle(exchange: Exchange): MaybePromise<Reply>;
  /** Finishes what is in flight, then closes the database. */
  close(): Promise<void>;
}

/** What a listener needs beside the service. */
export interface ListenerOptions {
  /** Answers what is not the service's. */
  readonly front: Front | undefined;
  readonly log: Log;
  /** `ready` turns false when the server is about to end. */
  readonly state: { readonly ready: boolean };
}

/** Lets a service answer a server's requests. */
export function answerRequests(
  server: Server,
  service: ServedService,
  options: ListenerOptions,
): void {
  const { problemTypes } = service.contract;
  const requestTimeout = service.limits.requestTimeoutMs;
  const answer =
    (expectsContinue: boolean) => (request: IncomingMessage, response: ServerResponse) => {
      if (expectsContinue) response.shouldKeepAlive = false;
      const send = (reply: Reply) => {
        // The server may have begun to end while the request was answered.
        if (!server.listening) response.shouldKeepAlive = false;
        sendReply(response, reply);
      };
      const fail = (error: unknown) => {
        options.log.error({ error }, "The service failed to answer");
        if (response.headersSent) response.destroy();
        else send(toProblemReply("internal_error", failed, problemTypes));
      };
      const serveIt = () => {
        const exchange = new NodeExchange(request, response, { requestTimeout, expectsContinue });
        const reply = service.handle(exchange);
        if (isPromise(reply)) reply.then(send, fail);
        else send(reply);
      };
      const refusal = findRefusal(request, options.state);
      try {
        if (refusal !== undefined) send(toProblemReply(...refusal, problemTypes));
        else if (options.front === undefined) serveIt();
        else options.front(request, response, serveIt);
      } catch (error) {
        fail(error);
      }
    };
  server.on("request", answer(false)).on("checkContinue", answer(true));
  // RFC 9110 §10.1.1: an expectation that is not understood may be ignored.
  server.on("checkExpectation", answer(false));
}

const failed = "It was logged. Report it with this request's id.";

function findRefusal(
  request: IncomingMessage,
  state: { readonly ready: boolean },
): [StandardProblemCode, string] | undefined {
  // RFC 9112 §3.2: HTTP/1.1 without Host must be refused.
  if (request.headers.host === undefined && request.httpVersion === "1.1")
    return ["malformed_request", "The Host header is missing."];
  if (!state.ready && request.url === "/readyz")
    return ["shutting_down", "The service is about to end: send requests elsewhere."];
  return undefined;
}
