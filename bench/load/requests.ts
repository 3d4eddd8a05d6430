import { randomFillSync } from "node:crypto";

/** How a subject is spoken to: by routes, or by oRPC's own protocol. */
export type Style = "routes" | "rpc";

/** A line of an order. */
export interface Line {
  readonly productId: string;
  readonly quantity: number;
}

const common =
  "host: 127.0.0.1\r\nconnection: keep-alive\r\naccept: application/json\r\n" +
  "accept-encoding: gzip, deflate, br\r\nuser-agent: servery-bench\r\n";

/** The bytes that ask for one product. */
export function toReadRequest(style: Style, id: string, extra = ""): string {
  const target =
    style === "routes"
      ? `/products/${id}`
      : `/products/get?data=${encodeURIComponent(JSON.stringify({ json: { id } }))}`;
  return `GET ${target} HTTP/1.1\r\n${common}${extra}\r\n`;
}

/** The bytes that place one order. ASCII only, so characters are bytes. */
export function toOrderRequest(style: Style, lines: readonly Line[], key: string): string {
  const order = JSON.stringify({ lines });
  const body = style === "routes" ? order : `{"json":${order}}`;
  const target = style === "routes" ? "/orders" : "/orders/place";
  return (
    `POST ${target} HTTP/1.1\r\n${common}content-type: application/json\r\n` +
    `idempotency-key: "${key}"\r\ncontent-length: ${body.length}\r\n\r\n${body}`
  );
}

const pool = Buffer.alloc(24 * 512);
let used = pool.length;

/** 192 random bits in 48 characters: a key as a client would make it, at the price of a slice. */
export function toKey(): string {
  if (used === pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  used += 24;
  return pool.toString("hex", used - 24, used);
}

/** A small generator of numbers below `limit`, the same for the same seed (xorshift32). */
export function createNumbers(seed: number, limit: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}
