import type { Exchange } from "../../ports/exchange.ts";

/** Who calls. Until there are sessions and keys, everybody is anonymous. */
export interface Principal {
  readonly kind: "anonymous";
  /** Tells callers apart where something is kept for each of them. */
  readonly key: string;
}

const anonymous: Principal = { kind: "anonymous", key: "anonymous" };

/** Finds out who calls. The one place that will read cookies, tokens and keys. */
export function identify(_exchange: Exchange): Principal {
  return anonymous;
}
