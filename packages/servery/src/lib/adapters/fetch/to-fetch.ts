import type { MaybePromise } from "../../base/maybe-promise.ts";
import type { Exchange, Reply } from "../../ports/exchange.ts";
import { toExchange } from "./exchange.ts";
import { toResponse } from "./response.ts";

/** What the transport of web requests itself limits. */
export interface FetchLimits {
  /** Milliseconds in which a body must arrive. */
  readonly requestTimeoutMs: number;
}

/** Makes a web handler, `(request) => Promise<Response>`, of what answers exchanges. */
export function toFetch(
  handle: (exchange: Exchange) => MaybePromise<Reply>,
  limits: FetchLimits,
): (request: Request) => Promise<Response> {
  return async (request) => {
    const exchange = toExchange(request, limits.requestTimeoutMs);
    return toResponse(await handle(exchange), request);
  };
}
