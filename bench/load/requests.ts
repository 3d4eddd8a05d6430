import { randomFillSync } from "node:crypto";

import type { Style } from "./styles.ts";

/** A line of an order. */
export interface Line {
  readonly productId: string;
  readonly quantity: number;
}

/** Headers that say who asks; none where callers are anonymous. */
export type Credentials = Readonly<Record<string, string>>;

const common =
  "host: 127.0.0.1\r\nconnection: keep-alive\r\naccept: application/json\r\n" +
  "accept-encoding: gzip, deflate, br\r\nuser-agent: servery-bench\r\n";

/** The bytes that ask for one product; `head` is more of the request's head. */
export function toReadRequest(style: Style, id: string, head = ""): string {
  return `GET ${style.toReadTarget(id)} HTTP/1.1\r\n${common}${head}\r\n`;
}

/** The bytes that place one order. ASCII only, so characters are bytes. */
export function toOrderRequest(
  style: Style,
  lines: readonly Line[],
  key: string,
  head = "",
): string {
  const body = JSON.stringify(style.wrap({ lines }));
  return (
    `POST ${style.orderTarget} HTTP/1.1\r\n${common}${head}content-type: application/json\r\n` +
    `idempotency-key: "${key}"\r\ncontent-length: ${body.length}\r\n\r\n${body}`
  );
}

/** Credentials as lines of a request's head. */
export function toHead(credentials: Credentials): string {
  return Object.entries(credentials)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("");
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

/** A prime that divides no number of products that is used here. */
const stride = 61_813;

/** Every number below `limit` once before any again, far from one to the next. */
export function createWalk(limit: number): () => number {
  let at = 0;
  return () => (at = (at + stride) % limit);
}
