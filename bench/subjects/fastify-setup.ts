import { randomUUID } from "node:crypto";

import { type FastifyBaseLogger, type FastifyInstance, LogController } from "fastify";

import { orderHeaders, readHeaders } from "../shop/answers.ts";
import { createShopLog } from "../shop/log.ts";

declare module "fastify" {
  interface FastifyRequest {
    /** Who is signed in. */
    userId: string | undefined;
  }
}

/** Fastify's options: its own pino log, without the two lines that it writes by default, and request ids. */
export function createFastifyOptions() {
  const loggerInstance: FastifyBaseLogger = createShopLog();
  return {
    loggerInstance,
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: "requestId",
    }),
    genReqId: () => randomUUID(),
  };
}

/** The headers of every answer, and one log line for each request. */
export function addFastifyHooks(app: Pick<FastifyInstance, "addHook" | "decorateRequest">): void {
  app.decorateRequest("userId");
  app.addHook("onRequest", (request, reply, done) => {
    reply
      .headers(request.method === "GET" ? readHeaders : orderHeaders)
      .header("x-request-id", request.id);
    done();
  });
  app.addHook("onResponse", (request, reply, done) => {
    const { method, url: path } = request;
    const ms = Math.round(reply.elapsedTime * 1000) / 1000;
    request.log.info({ method, path, status: reply.statusCode, ms }, "request");
    done();
  });
}
