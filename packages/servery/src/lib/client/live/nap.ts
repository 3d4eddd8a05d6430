import type { Clock } from "../clock.ts";

/** A wait that can be cut short. */
export interface Nap {
  /** Waits this long, or until it is woken. One at a time. */
  sleep(milliseconds: number): Promise<void>;
  wake(): void;
}

/** Nobody waits yet. */
export function createNap(clock: Clock): Nap {
  let wake = () => {};
  return {
    sleep: (milliseconds) =>
      new Promise((resolve) => {
        const cancel = Number.isFinite(milliseconds)
          ? clock.schedule(milliseconds, resolve)
          : () => {};
        wake = () => {
          cancel();
          resolve();
        };
      }),
    wake: () => wake(),
  };
}
