import type { Clock } from "./clock.ts";

/** A clock for tests, whose time passes when they say so. */
export interface ManualClock extends Clock {
  /** Lets time pass, and what is due happen in its order, with all that follows from it. */
  pass(milliseconds: number): Promise<void>;
  /** Moves the time on, and fires nothing: a machine that sleeps. */
  sleep(milliseconds: number): void;
  /** How many timers are to go off. */
  readonly waiting: number;
}

interface Timer {
  readonly at: number;
  readonly task: () => void;
}

export function createManualClock(): ManualClock {
  let now = Date.UTC(2026, 10, 20, 12);
  const timers = new Set<Timer>();
  return {
    now: () => now,
    schedule: (milliseconds, task) => {
      const timer = { at: now + milliseconds, task };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    get waiting() {
      return timers.size;
    },
    sleep: (milliseconds) => {
      now += milliseconds;
    },
    pass: async (milliseconds) => {
      const until = now + milliseconds;
      await settled();
      for (;;) {
        const due = [...timers]
          .filter(({ at }) => at <= until)
          .toSorted((one, other) => one.at - other.at)[0];
        if (due === undefined) break;
        timers.delete(due);
        now = Math.max(now, due.at);
        due.task();
        await settled();
      }
      now = until;
    },
  };
}

/** Resolves when all that needs no time has happened. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 6; turn++) await new Promise((resolve) => setImmediate(resolve));
}
