/**
 * How often something may happen. Times are whole numbers of one unit, whichever, so that sums of them
 * are exact.
 */
export interface Pace {
  /** The time that one call takes up: in the long run there is one call in each. */
  readonly interval: number;
  /** How many calls may come at once. */
  readonly burst: number;
}

/** What becomes of one call. */
export interface Turn {
  readonly allowed: boolean;
  /** To be kept for the key: when all that was allowed is used up. Unchanged by a refusal. */
  readonly busyUntil: number;
  /** How many more calls would be allowed now. */
  readonly remaining: number;
  /** How long until the next one is allowed; 0 when it is. */
  readonly retryAfter: number;
}

/**
 * GCRA, the generic cell rate algorithm (ITU-T I.371): a leaky bucket in one number per key. In any time
 * t, at most `burst + t / interval` calls are allowed; no edge of a window lets twice as many through.
 *
 * @param busyUntil what the last turn of the key said; `undefined` for a key that is new or forgotten.
 */
export function takeTurn(
  { interval, burst }: Pace,
  busyUntil: number | undefined,
  now: number,
): Turn {
  const begin = busyUntil === undefined || busyUntil < now ? now : busyUntil;
  const end = begin + interval;
  const room = burst * interval;
  if (end - now > room)
    return { allowed: false, busyUntil: begin, remaining: 0, retryAfter: end - now - room };
  const remaining = Math.floor((room - (end - now)) / interval);
  return { allowed: true, busyUntil: end, remaining, retryAfter: 0 };
}
