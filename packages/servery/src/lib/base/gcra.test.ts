import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import { takeTurn, type Pace } from "./gcra.ts";

/** What GCRA is short for: a bucket that leaks one call in each interval, and every call kept. */
function createBucket({ interval, burst }: Pace) {
  let level = 0;
  let at = 0;
  return (now: number) => {
    level = Math.max(0, level - (now - at));
    at = now;
    if (level + interval > burst * interval) {
      const retryAfter = level + interval - burst * interval;
      return { allowed: false, remaining: 0, retryAfter };
    }
    level += interval;
    return {
      allowed: true,
      remaining: Math.floor((burst * interval - level) / interval),
      retryAfter: 0,
    };
  };
}

const pace = fc.record({
  interval: fc.integer({ min: 1, max: 100_000 }),
  burst: fc.integer({ min: 1, max: 20 }),
});
const gaps = fc.array(fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 300_000 })), {
  maxLength: 200,
});

describe("GCRA", () => {
  it("decides as a leaky bucket does, call by call", () => {
    fc.assert(
      fc.property(pace, gaps, (given, waits) => {
        const bucket = createBucket(given);
        let busyUntil: number | undefined;
        let now = 1_000_000;
        for (const wait of waits) {
          now += wait;
          const turn = takeTurn(given, busyUntil, now);
          const { allowed, remaining, retryAfter } = turn;
          expect({ allowed, remaining, retryAfter }).toEqual(bucket(now));
          ({ busyUntil } = turn);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("never allows more than the burst and one for each interval, in any stretch of time", () => {
    fc.assert(
      fc.property(pace, gaps, (given, waits) => {
        const allowed: number[] = [];
        let busyUntil: number | undefined;
        let now = 0;
        for (const wait of waits) {
          now += wait;
          const turn = takeTurn(given, busyUntil, now);
          if (turn.allowed) allowed.push(now);
          ({ busyUntil } = turn);
        }
        for (const [from, start] of allowed.entries())
          for (const [to, end] of allowed.entries())
            if (to >= from)
              expect(to - from + 1).toBeLessThanOrEqual(
                given.burst + (end - start) / given.interval,
              );
      }),
      { numRuns: 200 },
    );
  });

  it("says exactly when the next call is allowed: not a unit earlier", () => {
    fc.assert(
      fc.property(pace, fc.integer({ min: 0, max: 1e9 }), (given, now) => {
        let busyUntil: number | undefined;
        for (let call = 0; call < given.burst; call++)
          ({ busyUntil } = takeTurn(given, busyUntil, now));
        const { allowed, retryAfter } = takeTurn(given, busyUntil, now);
        expect(allowed).toBe(false);
        expect(takeTurn(given, busyUntil, now + retryAfter - 1).allowed).toBe(false);
        expect(takeTurn(given, busyUntil, now + retryAfter).allowed).toBe(true);
      }),
    );
  });

  it("counts no call that it refused", () => {
    const given = { interval: 10, burst: 1 };
    let { busyUntil } = takeTurn(given, undefined, 0);
    for (let now = 0; now < 10; now++) ({ busyUntil } = takeTurn(given, busyUntil, now));
    expect(takeTurn(given, busyUntil, 10).allowed).toBe(true);
  });
});
