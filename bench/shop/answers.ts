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

/** A problem's body, for what a peer refuses itself. */
export function toProblem(status: number, code: string): string {
  return JSON.stringify({ status, code });
}
