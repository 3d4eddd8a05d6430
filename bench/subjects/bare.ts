import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { DatabaseSync } from "node:sqlite";

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
import type { ProductRow } from "../shop/products.ts";
import { OrderInput, Product } from "../shop/schemas.ts";
import type { StartSubject } from "./subject.ts";

type Headers = Readonly<Record<string, string>>;

/**
 * The baseline. A read is a look-up in memory of bytes and tag made at start: no database, no
 * validation, no projection. An order is written by hand: one transaction each, nothing checked but
 * what the database and Zod check. Sessions, limits and audit are the peers' own, called directly.
 */
export const startBare: StartSubject = async ({ databaseFile, signedIn }) => {
  const log = createShopLog();
  const database = openShop(databaseFile);
  const gate = openGate(database, signedIn);
  const answers = makeAnswers(database);
  const placeOrder = preparePlaceOrder(database);

  const server = createServer((request, response) => {
    const start = performance.now();
    const requestId = randomUUID();
    const { method, url: path = "" } = request;
    const { cookie } = request.headers;
    const send = (status: number, headers: Headers, body: string) => {
      response.writeHead(status, headers);
      response.end(body);
      log.info({ requestId, method, path, status, ms: since(start) }, "request");
    };
    const sendText = (status: number, type: string, body: string, more: Headers = {}) =>
      send(status, { ...orderHeaders, ...toTextHeaders(requestId, type, body), ...more }, body);
    const refuse = (status: Refused, more: Headers = {}) =>
      sendText(status, problemJson, toProblem(status), more);

    const { status, userId, headers } = gate.admit(cookie);
    if (status !== 200) return refuse(status, headers);
    if (method === "GET") {
      const answer = answers.get(path);
      if (answer === undefined) return refuse(404, headers);
      return send(200, { ...answer.headers, ...headers, "x-request-id": requestId }, answer.body);
    }
    if (path === "/sign-out") {
      gate.signOut(cookie);
      return sendText(200, json, "{}", headers);
    }
    const key = request.headers["idempotency-key"];
    const address = request.socket.remoteAddress ?? "";
    readBody(request, (body) => {
      const input = OrderInput.safeParse(JSON.parse(body));
      if (!input.success || typeof key !== "string") return refuse(422, headers);
      const placed = placeOrder(input.data, key, { userId, address, requestId });
      const replayed: Headers = placed.replayed ? { "idempotency-replayed": "true" } : {};
      const type = placed.status === 200 ? json : problemJson;
      sendText(placed.status, type, placed.body, { ...headers, ...replayed });
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port };
};

/** As long as what Servery says of the state that an answer is of. */
const snapshot = { "servery-snapshot": `c.${"0123456789abcdef".repeat(2)}.1` };

/** The answer of every product, by path. */
function makeAnswers(database: DatabaseSync) {
  const answers = new Map<string, { body: string; headers: Headers }>();
  for (const row of database.prepare("SELECT * FROM products").iterate()) {
    const body = JSON.stringify(Product.parse(row as unknown as ProductRow));
    const headers = { ...readHeaders, ...snapshot, "content-type": json, etag: toEtag(body) };
    answers.set(`/products/${String(row["id"])}`, {
      body,
      headers: { ...headers, "content-length": String(Buffer.byteLength(body)) },
    });
  }
  return answers;
}

function toTextHeaders(requestId: string, type: string, body: string): Headers {
  const length = String(Buffer.byteLength(body));
  return { "content-type": type, "content-length": length, "x-request-id": requestId };
}

function readBody(request: IncomingMessage, use: (body: string) => void): void {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => use(Buffer.concat(chunks).toString()));
}
