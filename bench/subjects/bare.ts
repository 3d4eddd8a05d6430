import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import {
  json,
  orderHeaders,
  problemJson,
  readHeaders,
  toEtag,
  toProblem,
} from "../shop/answers.ts";
import { openShop } from "../shop/database.ts";
import { createShopLog, since } from "../shop/log.ts";
import { preparePlaceOrder } from "../shop/place-order.ts";
import type { ProductRow } from "../shop/products.ts";
import { OrderInput, Product } from "../shop/schemas.ts";
import type { StartSubject } from "./subject.ts";

/**
 * The baseline. A read is a look-up in memory of bytes and tag made at start: no database, no
 * validation, no projection. An order is written by hand: one transaction each, nothing checked but
 * what the database and Zod check.
 */
export const startBare: StartSubject = async ({ databaseFile }) => {
  const log = createShopLog();
  const database = openShop(databaseFile);
  const answers = new Map<string, { body: string; headers: Record<string, string> }>();
  for (const row of database.prepare("SELECT * FROM products").iterate()) {
    const body = JSON.stringify(Product.parse(row as unknown as ProductRow));
    const headers = { ...readHeaders, "content-type": json, etag: toEtag(body) };
    answers.set(`/products/${String(row["id"])}`, {
      body,
      headers: { ...headers, "content-length": String(Buffer.byteLength(body)) },
    });
  }
  const placeOrder = preparePlaceOrder(database);

  const server = createServer((request, response) => {
    const start = performance.now();
    const requestId = randomUUID();
    if (request.method === "POST") return order(request, response, requestId, start);
    const answer = answers.get(request.url!);
    if (answer === undefined) return refuse(request, response, requestId, start, 404);
    response.writeHead(200, { ...answer.headers, "x-request-id": requestId });
    response.end(answer.body);
    logLine(request, requestId, 200, start);
  });

  function order(
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
    start: number,
  ) {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const input = OrderInput.safeParse(JSON.parse(Buffer.concat(chunks).toString()));
      const key = request.headers["idempotency-key"];
      if (!input.success || typeof key !== "string")
        return refuse(request, response, requestId, start, 422);
      const placed = placeOrder(input.data, key);
      response.writeHead(placed.status, {
        ...orderHeaders,
        "content-type": placed.status === 200 ? json : problemJson,
        "content-length": Buffer.byteLength(placed.body),
        "x-request-id": requestId,
        ...(placed.replayed && { "idempotency-replayed": "true" }),
      });
      response.end(placed.body);
      logLine(request, requestId, placed.status, start);
    });
  }

  function refuse(
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
    start: number,
    status: 404 | 422,
  ) {
    const body = toProblem(status, status === 404 ? "not_found" : "invalid_input");
    const headers = { ...orderHeaders, "content-type": problemJson, "x-request-id": requestId };
    response.writeHead(status, { ...headers, "content-length": Buffer.byteLength(body) });
    response.end(body);
    logLine(request, requestId, status, start);
  }

  function logLine(request: IncomingMessage, requestId: string, status: number, start: number) {
    const { method, url: path } = request;
    log.info({ requestId, method, path, status, ms: since(start) }, "request");
  }

  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port };
};
