/** What may be said of the security headers. */
export interface SecurityOptions {
  /** `Strict-Transport-Security`: seconds, or off. Only for a service that is always behind TLS; never sent in dev. Default off. */
  readonly hstsMaxAgeSeconds?: number;
  /** `Cross-Origin-Resource-Policy`: who may embed an answer without CORS. Default `same-origin`. */
  readonly resourcePolicy?: "same-origin" | "same-site" | "cross-origin";
}

/**
 * The headers that every answer of the API carries, after OWASP's REST cheat sheet: what it answers is
 * data, never a page, so nothing in it may run, be framed or be guessed to be something else.
 */
export function toSecurityHeaders(
  mode: "dev" | "production",
  options: SecurityOptions = {},
): Record<string, string> {
  const { hstsMaxAgeSeconds, resourcePolicy = "same-origin" } = options;
  return {
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": resourcePolicy,
    // In dev a browser would remember it for all that ever runs on this machine.
    ...(hstsMaxAgeSeconds === undefined || mode === "dev"
      ? {}
      : { "strict-transport-security": `max-age=${hstsMaxAgeSeconds}; includeSubDomains` }),
  };
}
