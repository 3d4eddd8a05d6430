import rateLimit from "@fastify/rate-limit";
import Fastify, { type FastifyInstance, type FastifySchema } from "fastify";
import * as z from "zod";

import { json, problemJson, type Refused, toEtag, toProblem } from "../shop/answers.ts";
import { openShop } from "../shop/database.ts";
import { preparePlaceOrder } from "../shop/place-order.ts";
import { prepareFindProduct } from "../shop/products.ts";
import { OrderInput, Product, ProductInput } from "../shop/schemas.ts";
import { openSessions, type Sessions } from "../shop/sessions.ts";
import { addFastifyHooks, createFastifyOptions } from "./fastify-setup.ts";
import type { StartSubject } from "./subject.ts";

/**
 * Fastify as its users write it: Zod as the validator compiler, a response schema (so that
 * fast-json-stringify writes the declared fields only), its own pino log with one line per request
 * from a hook instead of the two that it writes by default.
 */
export const startFastify: StartSubject = async ({ databaseFile, signedIn }) => {
  const database = openShop(databaseFile);
  const sessions = openSessions(database);
  const findProduct = prepareFindProduct(database);
  const placeOrder = preparePlaceOrder(database);
  const app = Fastify(createFastifyOptions());
  addFastifyHooks(app);
  app.setValidatorCompiler<z.ZodType>(({ schema }) => (data) => {
    const parsed = schema.safeParse(data);
    return parsed.success ? { value: parsed.data } : { error: parsed.error };
  });
  app.setErrorHandler((error, _request, reply) => {
    const { statusCode = 500 } = error as { statusCode?: number };
    const status = statusCode === 400 ? 422 : (statusCode as Refused);
    reply.code(status).type(problemJson).send(toProblem(status));
  });
  if (signedIn !== undefined) await askForSessions(app, sessions, signedIn.perMinute);

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
      if (product === undefined) return reply.code(404).type(problemJson).send(toProblem(404));
      return reply.type(json).send(product);
    },
  );

  app.post("/orders", { schema: { body: OrderInput } }, (request, reply) => {
    const { userId, id: requestId, ip: address } = request;
    const key = request.headers["idempotency-key"];
    if (typeof key !== "string") return reply.code(422).type(problemJson).send(toProblem(422));
    const placed = placeOrder(request.body as OrderInput, key, { userId, address, requestId });
    if (placed.replayed) reply.header("idempotency-replayed", "true");
    // A string is sent as it is, as it was stored.
    return reply
      .code(placed.status)
      .type(placed.status === 200 ? json : problemJson)
      .send(placed.body);
  });

  app.post("/sign-out", (request, reply) => {
    sessions.revoke(request.headers.cookie);
    return reply.type(json).send("{}");
  });

  await app.listen({ port: 0, host: "127.0.0.1" });
  return { port: (app.server.address() as { port: number }).port };
};

/** A session on every request, and Fastify's own limiter for each caller. */
async function askForSessions(
  app: FastifyInstance,
  sessions: Sessions,
  max: number,
): Promise<void> {
  app.addHook("onRequest", (request, reply, done) => {
    request.userId = sessions.find(request.headers.cookie);
    if (request.userId !== undefined) return done();
    reply.code(401).type(problemJson).send(toProblem(401));
  });
  await app.register(rateLimit, {
    max,
    timeWindow: "1 minute",
    enableDraftSpec: true,
    keyGenerator: ({ userId }) => userId!,
  });
}

const productSchema: FastifySchema = {
  params: ProductInput,
  response: { 200: z.toJSONSchema(Product, { target: "draft-7" }) },
};
