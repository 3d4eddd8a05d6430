import type { Clock } from "../clock.ts";

/** Finds out that nothing has been seen for too long. */
export interface Watchdog {
  /** Something was seen. */
  see(): void;
  /** Looks at once, and not only when it is time. */
  look(): void;
  /** From now on something is to be seen in this time. */
  expect(milliseconds: number): void;
  stop(): void;
}

/**
 * Calls back once nothing was seen for this long by the clock. It looks several times in between, so that
 * after a sleep, in which timers stand still, it knows soon and not only when its timer has run out.
 */
export function startWatchdog(clock: Clock, withinMs: number, onSilence: () => void): Watchdog {
  let limit = withinMs;
  let seenAt = clock.now();
  let cancel = () => {};
  const look = () => {
    cancel();
    if (clock.now() - seenAt >= limit) onSilence();
    else start();
  };
  const start = () => {
    cancel = clock.schedule(Math.min(limit / 4, seenAt + limit - clock.now()), look);
  };
  start();
  return {
    see: () => {
      seenAt = clock.now();
    },
    look,
    expect: (milliseconds) => {
      limit = milliseconds;
      look();
    },
    stop: () => cancel(),
  };
}
