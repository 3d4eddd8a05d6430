import type { Clock } from "./clock.ts";

/** A clock for tests: nothing is waited for. */
export interface SkippingClock extends Clock {
  /** The waits that were skipped, in order. */
  readonly waits: readonly number[];
  /** Fires the timers that were too long to skip. */
  expire(): void;
  /** Moves the time on, and fires nothing. */
  pass(milliseconds: number): void;
}

/** Short timers fire at once and move the time on; those from `patienceMs` up wait for `expire`. */
export function createSkippingClock(patienceMs = 20_000): SkippingClock {
  let now = Date.UTC(2026, 10, 20, 12);
  const waits: number[] = [];
  const held = new Set<() => void>();
  return {
    waits,
    now: () => now,
    pass: (milliseconds) => {
      now += milliseconds;
    },
    schedule: (milliseconds, task) => {
      if (milliseconds >= patienceMs) {
        held.add(task);
        return () => held.delete(task);
      }
      waits.push(milliseconds);
      now += milliseconds;
      queueMicrotask(task);
      return () => {};
    },
    expire: () => {
      for (const task of held) task();
    },
  };
}
