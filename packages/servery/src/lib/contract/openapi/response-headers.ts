import type { Operation } from "../operation.ts";

const text = { schema: { type: "string" } };
const ofLimits = {
  RateLimit: { ...text, description: "What is left: `r` calls, all of them again in `t` seconds." },
  "RateLimit-Policy": { ...text, description: "The limit: `q` calls in `w` seconds." },
};

/** The headers of every answer of an operation with a limit. */
export function limitHeaders({ limit }: Operation): { readonly headers?: object } {
  return limit === undefined ? {} : { headers: ofLimits };
}

/** The headers of a problem by its status. */
export function problemHeaders(
  status: number,
  operation: Operation,
): { readonly headers?: object } {
  const headers = {
    ...limitHeaders(operation).headers,
    ...(status === 401 ? { "WWW-Authenticate": text } : {}),
    ...(status === 429
      ? { "Retry-After": { schema: { type: "integer" }, description: "Seconds." } }
      : {}),
  };
  return Object.keys(headers).length === 0 ? {} : { headers };
}
