/** What a limiter says of one request. */
export interface Allowance {
  readonly isAllowed: boolean;
  /** `RateLimit` and `RateLimit-Policy`, and `Retry-After` where the request is refused. */
  readonly headers: Readonly<Record<string, string>>;
}

const windowMs = 60_000;
const mostKept = 100_000;

/**
 * A peer's limit for each caller, by the generic cell rate algorithm: one number is kept for each, the time at
 * which all that it has asked for would be used up. The oldest are forgotten first.
 */
export function createLimiter(perMinute: number, now = Date.now): (key: string) => Allowance {
  const interval = windowMs / perMinute;
  const ends = new Map<string, number>();
  const policy = `"default";q=${perMinute};w=60`;
  return (key) => {
    const time = now();
    const end = Math.max(ends.get(key) ?? 0, time) + interval;
    const isAllowed = end - time <= windowMs;
    const used = isAllowed ? end - time : end - interval - time;
    const left = Math.floor((windowMs - used) / interval);
    const limit = `"default";r=${left};t=${Math.ceil(used / 1000)}`;
    const headers = { "ratelimit-policy": policy, ratelimit: limit };
    if (!isAllowed) {
      const seconds = Math.ceil((end - time - windowMs) / 1000);
      return { isAllowed, headers: { ...headers, "retry-after": String(seconds) } };
    }
    if (ends.size >= mostKept && !ends.has(key)) ends.delete(ends.keys().next().value!);
    ends.set(key, end);
    return { isAllowed, headers };
  };
}
