import type { Exchange } from "../../packages/servery/src/lib/ports/exchange.ts";
import { type Credentials, toKey } from "../load/requests.ts";

const headers: Credentials = {
  host: "127.0.0.1",
  accept: "application/json",
  "accept-encoding": "gzip, deflate, br",
};

/** A read, as the transport would present it. */
export function toReadExchange(id: string, credentials: Credentials): Exchange {
  return toExchange("GET", `/products/${id}`, { ...headers, ...credentials }, undefined);
}

/** An order of two lines under a key of its own. */
export function toOrderExchange(first: string, second: string, credentials: Credentials): Exchange {
  const lines = [
    { productId: first, quantity: 1 },
    { productId: second, quantity: 2 },
  ];
  const body = Buffer.from(JSON.stringify({ lines }));
  const own = {
    "content-type": "application/json",
    "content-length": String(body.length),
    "idempotency-key": `"${toKey()}"`,
  };
  return toExchange("POST", "/orders", { ...headers, ...credentials, ...own }, body);
}

function toExchange(
  method: string,
  target: string,
  given: Credentials,
  body: Uint8Array | undefined,
): Exchange {
  return {
    method,
    target,
    header: (name) => given[name],
    remoteAddress: "127.0.0.1",
    readBody: () => Promise.resolve(body ?? new Uint8Array()),
    get signal() {
      return new AbortController().signal;
    },
  };
}
