import { type Logger, pino } from "pino";

/**
 * The peers' log: pino, written to standard output without waiting, and gathered for as long as Servery
 * gathers its lines, by the options that pino has for it.
 */
export function createShopLog(): Logger {
  return pino(
    { base: null, formatters: { level: (label) => ({ level: label }) } },
    pino.destination({ dest: 1, sync: false, minLength: 4096, periodicFlush: 5 }),
  );
}

/** Milliseconds since a moment, with three decimals. */
export function since(start: number): number {
  return Math.round((performance.now() - start) * 1000) / 1000;
}
