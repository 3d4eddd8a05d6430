import { randomUUID } from "node:crypto";

import { Elysia } from "elysia";

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
import { openGate } from "../shop/gate.ts";
import { createShopLog, since } from "../shop/log.ts";
import { preparePlaceOrder } from "../shop/place-order.ts";
import { prepareFindProduct } from "../shop/products.ts";
import { OrderInput, Product, ProductInput } from "../shop/schemas.ts";
import type { StartSubject } from "./subject.ts";

type Headers = Readonly<Record<string, string>>;

/**
 * Elysia on Bun: schemas declared on its routes, its own hooks for what stands before and after a
 * handler. A handler answers with a `Response`, which Bun takes without further ado.
 */
export const startElysia: StartSubject = async ({ databaseFile, signedIn }) => {
  const database = openShop(databaseFile);
  const gate = openGate(database, signedIn);
  const findProduct = prepareFindProduct(database);
  const placeOrder = preparePlaceOrder(database);
  const log = createShopLog();

  const app = new Elysia()
    .derive(({ request }) => ({
      start: performance.now(),
      requestId: randomUUID(),
      admission: gate.admit(request.headers.get("cookie") ?? undefined),
    }))
    .onBeforeHandle(({ request, requestId, admission: { status, headers } }) => {
      return status === 200 ? undefined : refuse(request, status, requestId, headers);
    })
    .onAfterResponse(({ request, route, start, requestId, responseValue, set }) => {
      const status = responseValue instanceof Response ? responseValue.status : set.status;
      const { method } = request;
      log.info({ requestId, method, path: route, status, ms: since(start) }, "request");
    })
    .onError(({ code, request, requestId, admission, set }) => {
      const status = code === "VALIDATION" ? 422 : code === "NOT_FOUND" ? 404 : 500;
      set.status = status;
      return refuse(request, status, requestId ?? randomUUID(), admission?.headers ?? {});
    })
    .get(
      "/products/:id",
      ({ request, params, requestId, admission: { headers } }) => {
        const row = findProduct(params.id);
        if (row === undefined) return refuse(request, 404, requestId, headers);
        const body = JSON.stringify(Product.parse(row));
        const etag = toEtag(body);
        const all = { ...headers, etag };
        return request.headers.get("if-none-match") === etag
          ? answer(request, 304, json, null, requestId, all)
          : answer(request, 200, json, body, requestId, all);
      },
      { params: ProductInput },
    )
    .post(
      "/orders",
      ({ request, server, body: input, requestId, admission: { userId, headers } }) => {
        const key = request.headers.get("idempotency-key");
        if (key === null) return refuse(request, 422, requestId, headers);
        const address = server?.requestIP(request)?.address ?? "";
        const { status, body, replayed } = placeOrder(input, key, { userId, address, requestId });
        const more: Headers = replayed ? { "idempotency-replayed": "true" } : {};
        const type = status === 200 ? json : problemJson;
        return answer(request, status, type, body, requestId, { ...headers, ...more });
      },
      { body: OrderInput },
    )
    .post("/sign-out", ({ request, requestId, admission: { headers } }) => {
      gate.signOut(request.headers.get("cookie") ?? undefined);
      return answer(request, 200, json, "{}", requestId, headers);
    })
    .listen({ port: 0, hostname: "127.0.0.1" });
  return { port: app.server!.port! };
};

function answer(
  { method }: Request,
  status: number,
  type: string,
  body: string | null,
  requestId: string,
  more: Headers,
): Response {
  const fixed = method === "GET" ? readHeaders : orderHeaders;
  const headers = { ...fixed, "content-type": type, "x-request-id": requestId, ...more };
  return new Response(body, { status, headers });
}

function refuse(request: Request, status: Refused, requestId: string, headers: Headers): Response {
  return answer(request, status, problemJson, toProblem(status), requestId, headers);
}
