import { randomUUID } from "node:crypto";

import Fastify, { type FastifySchema, LogController } from "fastify";
import * as z from "zod";

import {
  json,
  orderHeaders,
  problemJson,
  readHeaders,
  toEtag,
  toProblem,
} from "../shop/answers.ts";
import { openShop } from "../shop/database.ts";
import { createShopLog } from "../shop/log.ts";
import { preparePlaceOrder } from "../shop/place-order.ts";
import { prepareFindProduct } from "../shop/products.ts";
import { OrderInput, Product, ProductInput } from "../shop/schemas.ts";
import type { StartSubject } from "./subject.ts";

/**
 * Fastify as its users write it: Zod as the validator compiler, a response schema (so that
 * fast-json-stringify writes the declared fields only), its own pino log with one line per request
 * from a hook instead of the two that it writes by default.
 */
export const startFastify: StartSubject = async ({ databaseFile }) => {
  const database = openShop(databaseFile);
  const findProduct = prepareFindProduct(database);
  const placeOrder = preparePlaceOrder(database);
  const app = Fastify({
    loggerInstance: createShopLog(),
    logController: new LogController({
      disableRequestLogging: true,
      requestIdLogLabel: "requestId",
    }),
    genReqId: () => randomUUID(),
  });

  app.setValidatorCompiler<z.ZodType>(({ schema }) => (data) => {
    const parsed = schema.safeParse(data);
    return parsed.success ? { value: parsed.data } : { error: parsed.error };
  });
  app.setErrorHandler((error, _request, reply) => {
    const status = (error as { statusCode?: number }).statusCode ?? 500;
    reply.code(status).type(problemJson).send(toProblem(status, "refused"));
  });
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

  app.get(
    "/products/:id",
    {
      schema: productSchema,
      onSend: (request, reply, payload, done) => {
        if (reply.statusCode !== 200) return done(null, payload);
        const etag = toEtag(payload as string);
        reply.header("etag", etag);
        if (request.headers["if-none-match"] !== etag) return done(null, payload);
        reply.code(304);
        done(null, null);
      },
    },
    (request, reply) => {
      const product = findProduct((request.params as z.infer<typeof ProductInput>).id);
      if (product === undefined)
        return reply.code(404).type(problemJson).send(toProblem(404, "not_found"));
      return reply.type(json).send(product);
    },
  );

  app.post("/orders", { schema: { body: OrderInput } }, (request, reply) => {
    const key = request.headers["idempotency-key"];
    if (typeof key !== "string")
      return reply.code(422).type(problemJson).send(toProblem(422, "no_key"));
    const placed = placeOrder(request.body as OrderInput, key);
    if (placed.replayed) reply.header("idempotency-replayed", "true");
    // A string is sent as it is, as it was stored.
    return reply
      .code(placed.status)
      .type(placed.status === 200 ? json : problemJson)
      .send(placed.body);
  });

  await app.listen({ port: 0, host: "127.0.0.1" });
  return { port: (app.server.address() as { port: number }).port };
};

const productSchema: FastifySchema = {
  params: ProductInput,
  response: { 200: z.toJSONSchema(Product, { target: "draft-7" }) },
};
