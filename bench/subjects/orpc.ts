import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { oc } from "@orpc/contract";
import { implement, ORPCError } from "@orpc/server";
import { RPCHandler } from "@orpc/server/node";

import { openShop } from "../shop/database.ts";
import { type Admission, openGate } from "../shop/gate.ts";
import { createShopLog, since } from "../shop/log.ts";
import { preparePlaceOrder } from "../shop/place-order.ts";
import { prepareFindProduct } from "../shop/products.ts";
import { Order, OrderInput, Product, ProductInput } from "../shop/schemas.ts";
import { sendWhole } from "./send-whole.ts";
import type { StartSubject } from "./subject.ts";

const contract = {
  products: { get: oc.route({ method: "GET" }).input(ProductInput).output(Product) },
  orders: { place: oc.input(OrderInput).output(Order) },
  auth: { signOut: oc },
};

interface ShopContext {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  readonly admission: Admission;
}

const codes = {
  401: "UNAUTHORIZED",
  404: "NOT_FOUND",
  409: "CONFLICT",
  422: "UNPROCESSABLE_CONTENT",
  429: "TOO_MANY_REQUESTS",
} as const;

/**
 * oRPC's own protocol on node:http: `GET /products/get?data=…` and `POST /orders/place`, bodies under
 * `json`. Declared output is its `.output()`; the gate is a middleware.
 */
export const startOrpc: StartSubject = async ({ databaseFile, signedIn }) => {
  const database = openShop(databaseFile);
  const gate = openGate(database, signedIn);
  const findProduct = prepareFindProduct(database);
  const placeOrder = preparePlaceOrder(database);
  const log = createShopLog();
  const shop = implement(contract)
    .$context<ShopContext>()
    .use(({ context, next }) => {
      const { status } = context.admission;
      if (status !== 200) throw refuse(status);
      return next();
    });

  const router = shop.router({
    products: {
      get: shop.products.get.handler(({ input }) => {
        const product = findProduct(input.id);
        if (product === undefined) throw refuse(404);
        return product;
      }),
    },
    orders: {
      place: shop.orders.place.handler(({ input, context }) => {
        const { request, response, requestId, admission } = context;
        const key = request.headers["idempotency-key"];
        if (typeof key !== "string") throw refuse(422);
        const address = request.socket.remoteAddress ?? "";
        const placed = placeOrder(input, key, { userId: admission.userId, address, requestId });
        if (placed.status !== 200) throw refuse(placed.status);
        if (placed.replayed) response.setHeader("idempotency-replayed", "true");
        return JSON.parse(placed.body) as Order;
      }),
    },
    auth: {
      signOut: shop.auth.signOut.handler(({ context }) =>
        gate.signOut(context.request.headers.cookie),
      ),
    },
  });
  const handler = new RPCHandler(router);

  const server = createServer(async (request, response) => {
    const start = performance.now();
    const requestId = randomUUID();
    const { method, url: path } = request;
    const admission = gate.admit(request.headers.cookie);
    sendWhole(request, response, { ...admission.headers, "x-request-id": requestId });
    response.once("finish", () => {
      const status = response.statusCode;
      log.info({ requestId, method, path, status, ms: since(start) }, "request");
    });
    const context = { request, response, requestId, admission };
    const { matched } = await handler.handle(request, response, { context });
    if (!matched) response.writeHead(404, {}).end("{}");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port };
};

function refuse(status: keyof typeof codes) {
  return new ORPCError(codes[status], { status });
}
