import { hash } from "node:crypto";

/** What Servery says in every answer of these operations; so all say it. */
const fixedHeaders = {
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "cross-origin-resource-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
} as const;

export const readHeaders = {
  ...fixedHeaders,
  "cache-control": "private, no-cache",
  vary: "accept-encoding",
} as const;
export const orderHeaders = { ...fixedHeaders, "cache-control": "no-store" } as const;

export const json = "application/json";
export const problemJson = "application/problem+json";

/** A strong entity tag of a body, as Servery's. The one-shot hash is the fastest that Node has. */
export function toEtag(body: string): string {
  return `"${hash("sha256", body, "base64url")}"`;
}

/** What a peer refuses itself, by status. */
const codes = {
  401: "not_signed_in",
  404: "not_found",
  422: "invalid_input",
  429: "limited",
  500: "failed",
} as const;

/** A status with which a peer refuses a request itself. */
export type Refused = keyof typeof codes;

/** The body of a problem, for what a peer refuses itself. */
export function toProblem(status: Refused): string {
  return JSON.stringify({ status, code: codes[status] });
}
