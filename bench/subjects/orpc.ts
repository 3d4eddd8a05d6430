import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { oc } from "@orpc/contract";
import { implement, ORPCError } from "@orpc/server";
import { RPCHandler } from "@orpc/server/node";

import { orderHeaders, readHeaders, toEtag } from "../shop/answers.ts";
import { openShop } from "../shop/database.ts";
import { createShopLog, since } from "../shop/log.ts";
import { preparePlaceOrder } from "../shop/place-order.ts";
import { prepareFindProduct } from "../shop/products.ts";
import { Order, OrderInput, Product, ProductInput } from "../shop/schemas.ts";
import type { StartSubject } from "./subject.ts";

const contract = {
  products: { get: oc.route({ method: "GET" }).input(ProductInput).output(Product) },
  orders: { place: oc.input(OrderInput).output(Order) },
};

interface ShopContext {
  readonly key: string | undefined;
  readonly response: ServerResponse;
}

/**
 * oRPC's own protocol on node:http: `GET /products/get?data=…` and `POST /orders/place`, bodies under
 * `json`. Declared output is its `.output()`. It has no entity tags, so what it sends is given one
 * in the response's `end`.
 */
export const startOrpc: StartSubject = async ({ databaseFile }) => {
  const database = openShop(databaseFile);
  const findProduct = prepareFindProduct(database);
  const placeOrder = preparePlaceOrder(database);
  const log = createShopLog();
  const shop = implement(contract).$context<ShopContext>();

  const router = shop.router({
    products: {
      get: shop.products.get.handler(({ input }) => {
        const product = findProduct(input.id);
        if (product === undefined) throw new ORPCError("NOT_FOUND");
        return product;
      }),
    },
    orders: {
      place: shop.orders.place.handler(({ input, context }) => {
        if (context.key === undefined) throw new ORPCError("UNPROCESSABLE_CONTENT");
        const placed = placeOrder(input, context.key);
        if (placed.status !== 200)
          throw new ORPCError(codes[placed.status], { status: placed.status });
        if (placed.replayed) context.response.setHeader("idempotency-replayed", "true");
        return JSON.parse(placed.body) as Order;
      }),
    },
  });
  const handler = new RPCHandler(router);

  const server = createServer(async (request, response) => {
    const start = performance.now();
    const requestId = randomUUID();
    const { method, url: path } = request;
    sendWhole(
      response,
      requestId,
      method === "GET" ? (request.headers["if-none-match"] ?? "") : undefined,
    );
    response.once("finish", () => {
      const status = response.statusCode;
      log.info({ requestId, method, path, status, ms: since(start) }, "request");
    });
    const key = request.headers["idempotency-key"] as string | undefined;
    const { matched } = await handler.handle(request, response, { context: { key, response } });
    if (!matched) response.writeHead(404, {}).end("{}");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port };
};

const codes = { 404: "NOT_FOUND", 409: "CONFLICT", 422: "UNPROCESSABLE_CONTENT" } as const;

type Headers = Record<string, string>;

/** Holds the head back until the body is known; `ifNoneMatch` is undefined where no tag is wanted. */
function sendWhole(
  response: ServerResponse,
  requestId: string,
  ifNoneMatch: string | undefined,
): void {
  const { writeHead, end } = response;
  let held: { status: number; headers: Headers } | undefined;
  response.writeHead = ((status: number, headers: Headers) => {
    held = { status, headers };
    return response;
  }) as typeof writeHead;
  response.end = ((body?: string) => {
    const { status, headers } = held ?? { status: 200, headers: {} };
    const text = body ?? "";
    const fixed = ifNoneMatch === undefined ? orderHeaders : readHeaders;
    const all: Headers = { ...fixed, ...headers, "x-request-id": requestId };
    if (status === 200 && ifNoneMatch !== undefined) all["etag"] = toEtag(text);
    response.writeHead = writeHead;
    response.end = end;
    if (ifNoneMatch !== undefined && ifNoneMatch !== "" && ifNoneMatch === all["etag"])
      return response.writeHead(304, all).end();
    return response
      .writeHead(status, { ...all, "content-length": Buffer.byteLength(text) })
      .end(text);
  }) as typeof end;
}
