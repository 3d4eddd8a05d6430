/**
 * How long an answer may be reused. Becomes `Cache-Control` (RFC 9111); without a hint an answer is
 * stored by nobody but revalidated by its ETag (`no-cache`).
 */
export interface CacheHint {
  /** Seconds for which an answer is fresh. */
  readonly maxAgeSeconds: number;
  /** Seconds after that in which a stale answer may be shown while a new one is fetched (RFC 5861). */
  readonly staleWhileRevalidateSeconds?: number;
  /** `true` lets shared caches keep it; only where everybody gets the same answer. Default `false`. */
  readonly shared?: boolean;
}

/** The `Cache-Control` value of a hint; `false` keeps answers from being stored anywhere. */
export function toCacheControl(hint: CacheHint | false | undefined): string {
  if (hint === false) return "no-store";
  if (hint === undefined) return "private, no-cache";
  const parts = [hint.shared === true ? "public" : "private", `max-age=${hint.maxAgeSeconds}`];
  if (hint.staleWhileRevalidateSeconds !== undefined)
    parts.push(`stale-while-revalidate=${hint.staleWhileRevalidateSeconds}`);
  return parts.join(", ");
}
