import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

import { describe, expect, it } from "vitest";

import { anonymous } from "../handling/principal.ts";
import { createLimiter, toGauge } from "./limiter.ts";

const gauge = toGauge("orders.list", "default", "3/minute");
const callFrom = (address: string, startedAt = 0) => ({
  principal: anonymous,
  address,
  startedAt,
  limitHeaders: undefined,
});
const quiet = { note: () => {} };

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

function heap(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

describe("the limiter's memory", () => {
  it(
    "is bounded under a flood of callers, while those who go on are remembered",
    { timeout: 60_000 },
    () => {
      const limiter = createLimiter("3000/minute", quiet);
      const insist = (at: number) => limiter.take(callFrom("192.0.2.1", at / 1000), gauge);
      for (let at = 0; at < 3; at++) insist(at);
      const before = heap();
      let peak = 0;
      for (let at = 0; at < 300_000; at++) {
        limiter.take(callFrom(toAddress(at), at / 1000), gauge);
        if (at % 10_000 !== 0) continue;
        expect(() => insist(at)).toThrow(/Send it again/);
        peak = Math.max(peak, heap() - before);
      }
      // Printed for who wants to know what a caller costs at most: two limits, two generations of 50,000.
      console.log(`300,000 callers: ${(peak / 1e6).toFixed(1)} MB at most`);
      expect(peak).toBeLessThan(30e6);
    },
  );
});

/** IPv4 addresses and networks of IPv6, each once. */
function toAddress(at: number): string {
  const [high, middle, low] = [at >> 16, (at >> 8) & 255, at & 255];
  return at % 2 === 0 ? `10.${high}.${middle}.${low}` : `2001:db8:${high}:${middle * 256 + low}::1`;
}

describe("a limit's numbers", () => {
  it("never come to more than the quota, where that does not divide the window", () => {
    const { pace } = toGauge("x", "default", "7/second");
    expect(pace).toEqual({ interval: 142_858, burst: 7 });
  });

  it("are in the headers as the draft says", () => {
    expect(toGauge("x", "default", "100/minute").policyHeader).toBe('"default";q=100;w=60');
  });
});
