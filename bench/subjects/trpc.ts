import { randomUUID } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

import { initTRPC, TRPCError } from "@trpc/server";
import { type CreateHTTPContextOptions, createHTTPServer } from "@trpc/server/adapters/standalone";

import { openShop } from "../shop/database.ts";
import { openGate } from "../shop/gate.ts";
import { createShopLog, since } from "../shop/log.ts";
import { preparePlaceOrder } from "../shop/place-order.ts";
import { prepareFindProduct } from "../shop/products.ts";
import { Order, OrderInput, Product, ProductInput } from "../shop/schemas.ts";
import { sendWhole } from "./send-whole.ts";
import type { StartSubject } from "./subject.ts";

const codes = {
  401: "UNAUTHORIZED",
  404: "NOT_FOUND",
  409: "CONFLICT",
  422: "UNPROCESSABLE_CONTENT",
  429: "TOO_MANY_REQUESTS",
} as const;

/**
 * tRPC on its standalone adapter: `GET /products.get?input=…` and `POST /orders.place`, answers under
 * `result.data`. Declared output is its `.output()`; the gate is a middleware of every procedure.
 */
export const startTrpc: StartSubject = async ({ databaseFile, signedIn }) => {
  const database = openShop(databaseFile);
  const gate = openGate(database, signedIn);
  const findProduct = prepareFindProduct(database);
  const placeOrder = preparePlaceOrder(database);
  const log = createShopLog();

  const createContext = ({ req, res }: CreateHTTPContextOptions) => {
    const start = performance.now();
    const requestId = randomUUID();
    const { method, url: path } = req;
    const admission = gate.admit(req.headers.cookie);
    sendWhole(req, res, { ...admission.headers, "x-request-id": requestId });
    res.once("finish", () => {
      const status = res.statusCode;
      log.info({ requestId, method, path, status, ms: since(start) }, "request");
    });
    return { req, res, requestId, admission };
  };
  const trpc = initTRPC.context<ReturnType<typeof createContext>>().create();
  const procedure = trpc.procedure.use(({ ctx, next }) => {
    const { status } = ctx.admission;
    if (status !== 200) throw refuse(status);
    return next();
  });
  const router = trpc.router({
    products: {
      get: procedure
        .input(ProductInput)
        .output(Product)
        .query(({ input }) => {
          const product = findProduct(input.id);
          if (product === undefined) throw refuse(404);
          return product;
        }),
    },
    orders: {
      place: procedure
        .input(OrderInput)
        .output(Order)
        .mutation(({ input, ctx: { req, res, requestId, admission } }) => {
          const key = req.headers["idempotency-key"];
          if (typeof key !== "string") throw refuse(422);
          const buyer = { userId: admission.userId, address: addressOf(req), requestId };
          const placed = placeOrder(input, key, buyer);
          if (placed.status !== 200) throw refuse(placed.status);
          if (placed.replayed) res.setHeader("idempotency-replayed", "true");
          return JSON.parse(placed.body) as Order;
        }),
    },
    auth: { signOut: procedure.mutation(({ ctx }) => gate.signOut(ctx.req.headers.cookie)) },
  });

  const server = createHTTPServer({ router, createContext });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port };
};

function addressOf(request: IncomingMessage): string {
  return request.socket.remoteAddress ?? "";
}

function refuse(status: keyof typeof codes) {
  return new TRPCError({ code: codes[status] });
}
