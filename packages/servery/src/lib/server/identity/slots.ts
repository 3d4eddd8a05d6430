import { refuse } from "../handling/refusal.ts";

/** Runs tasks, so many at once; so many more wait for their turn. */
export interface Slots {
  /** @throws Refusal `overloaded` when as many wait already as may. */
  run<R>(task: () => Promise<R>): Promise<R>;
  /** @throws Refusal `overloaded` when {@link run} would. */
  assertRoom(): void;
}

/** Makes {@link Slots} for `atOnce` tasks, and `waiting` that wait. */
export function createSlots(atOnce: number, waiting: number): Slots {
  const queue: (() => void)[] = [];
  let running = 0;

  function assertRoom(): void {
    if (running < atOnce || queue.length < waiting) return;
    throw refuse("overloaded", "More people sign in than can be served. Try again in a moment.", {
      headers: { "retry-after": "2" },
    });
  }

  return {
    assertRoom,
    async run(task) {
      assertRoom();
      if (running < atOnce) running++;
      // Whoever ends hands its slot on, so that nobody who comes in between takes it.
      else await new Promise<void>((resolve) => void queue.push(resolve));
      try {
        return await task();
      } finally {
        const next = queue.shift();
        if (next === undefined) running--;
        else next();
      }
    },
  };
}
