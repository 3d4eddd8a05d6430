import type { Operation } from "../operation.ts";

const text = { schema: { type: "string" } };
const ofLimits = {
  RateLimit: { ...text, description: "What is left: `r` calls, all of them again in `t` seconds." },
  "RateLimit-Policy": { ...text, description: "The limit: `q` calls in `w` seconds." },
};

const ofStates = {
  "Servery-Snapshot": {
    ...text,
    description:
      "The state of the data that was seen, or made. Sent along with a request, no answer is older.",
  },
};

/** The headers of success. */
export function successHeaders({ limit }: Operation): { readonly headers: object } {
  return { headers: { ...(limit === undefined ? {} : ofLimits), ...ofStates } };
}

/** The headers of a problem by its status. */
export function problemHeaders(
  status: number,
  operation: Operation,
): { readonly headers?: object } {
  const headers = {
    ...(operation.limit === undefined ? {} : ofLimits),
    ...(status === 401 ? { "WWW-Authenticate": text } : {}),
    ...(status === 429
      ? { "Retry-After": { schema: { type: "integer" }, description: "Seconds." } }
      : {}),
  };
  return Object.keys(headers).length === 0 ? {} : { headers };
}
