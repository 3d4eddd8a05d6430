/** The time, as a client needs it. Tests pass their own, and wait for nothing. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls back once after `milliseconds`; the returned function cancels. */
  schedule(milliseconds: number, task: () => void): () => void;
}

/** The runtime's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  schedule: (milliseconds, task) => {
    const timer = setTimeout(task, milliseconds);
    return () => clearTimeout(timer);
  },
};
