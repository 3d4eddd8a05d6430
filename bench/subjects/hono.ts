import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { AddressInfo } from "node:net";

import { type HttpBindings, serve } from "@hono/node-server";
import { type Context, Hono } from "hono";

import {
  json,
  orderHeaders,
  problemJson,
  readHeaders,
  type Refused,
  toEtag,
  toProblem,
} from "../shop/answers.ts";
import { openShop } from "../shop/database.ts";
import { type Admission, openGate } from "../shop/gate.ts";
import { createShopLog, since } from "../shop/log.ts";
import { preparePlaceOrder } from "../shop/place-order.ts";
import { prepareFindProduct } from "../shop/products.ts";
import { OrderInput, Product, ProductInput } from "../shop/schemas.ts";
import type { StartSubject } from "./subject.ts";

type Shop = {
  Bindings: HttpBindings;
  Variables: { requestId: string; admission: Admission };
};

/**
 * Hono on @hono/node-server as a careful user writes it: headers given with the body, so that the
 * adapter's light-weight response is used. Its own ETag and secure-headers middleware are slower
 * than the lines below, and so not used.
 */
export const startHono: StartSubject = async ({ databaseFile, signedIn }) => {
  const database = openShop(databaseFile);
  const gate = openGate(database, signedIn);
  const findProduct = prepareFindProduct(database);
  const placeOrder = preparePlaceOrder(database);
  const log = createShopLog();
  const app = new Hono<Shop>();

  app.use(async (context, next) => {
    const start = performance.now();
    const requestId = randomUUID();
    const admission = gate.admit(context.req.header("cookie"));
    context.set("requestId", requestId);
    context.set("admission", admission);
    if (admission.status === 200) await next();
    else context.res = refuse(context, admission.status);
    const { method, path } = context.req;
    log.info({ requestId, method, path, status: context.res.status, ms: since(start) }, "request");
  });

  app.get("/products/:id", (context) => {
    const input = ProductInput.safeParse(context.req.param());
    if (!input.success) return refuse(context, 422);
    const row = findProduct(input.data.id);
    if (row === undefined) return refuse(context, 404);
    const body = JSON.stringify(Product.parse(row));
    const etag = toEtag(body);
    const headers = toHeaders(context, json, { etag });
    if (context.req.header("if-none-match") === etag) return context.body(null, 304, headers);
    return context.body(body, 200, headers);
  });

  app.post("/orders", async (context) => {
    const input = OrderInput.safeParse(await context.req.json());
    const key = context.req.header("idempotency-key");
    if (!input.success || key === undefined) return refuse(context, 422);
    const { userId } = context.var.admission;
    const address = context.env.incoming.socket.remoteAddress ?? "";
    const placed = placeOrder(input.data, key, {
      userId,
      address,
      requestId: context.var.requestId,
    });
    const replayed = placed.replayed ? { "idempotency-replayed": "true" } : {};
    const headers = toHeaders(context, placed.status === 200 ? json : problemJson, replayed);
    return context.body(placed.body, placed.status, headers);
  });

  app.post("/sign-out", (context) => {
    gate.signOut(context.req.header("cookie"));
    return context.body("{}", 200, toHeaders(context, json, {}));
  });

  app.notFound((context) => refuse(context, 404));

  const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port };
};

function toHeaders(context: Context<Shop>, type: string, more: Record<string, string>) {
  const fixed = context.req.method === "GET" ? readHeaders : orderHeaders;
  const { requestId, admission } = context.var;
  return {
    ...fixed,
    ...admission.headers,
    "content-type": type,
    "x-request-id": requestId,
    ...more,
  };
}

function refuse(context: Context<Shop>, status: Refused) {
  return context.body(toProblem(status), status, toHeaders(context, problemJson, {}));
}
