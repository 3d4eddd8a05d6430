import { randomInt } from "node:crypto";

/** Random numbers that come again for the same seed (mulberry32). */
export interface Random {
  readonly seed: number;
  /** A whole number from 0 to below `limit`. */
  below(limit: number): number;
}

/** The seed of `SERVERY_SEED`, to repeat a run that failed, or a fresh one. It stands in the tests' names. */
export function toSeed(): number {
  return Number(process.env["SERVERY_SEED"] ?? randomInt(2 ** 31));
}

export function createRandom(seed: number): Random {
  let state = seed;
  return {
    seed,
    below(limit) {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) % limit;
    },
  };
}
