import type { TurnShare } from "./turn-share.ts";

/** Runs what is due, in the order of arrival and a little in each turn of the event loop. */
export interface RerunQueue<T> {
  /** Puts something in the queue, unless it is there. What is added in a turn begins in the next. */
  add(item: T): void;
  delete(item: T): void;
  /** What waits, and what has begun and not ended. */
  readonly size: number;
  /** Lets nothing more begin. */
  close(): void;
}

/**
 * Makes a queue of which so many runs go on at once.
 * @param run must not reject.
 */
export function createRerunQueue<T>(
  share: TurnShare,
  mostRunning: number,
  run: (item: T) => Promise<void>,
): RerunQueue<T> {
  const items = new Set<T>();
  let running = 0;
  let isAwaited = false;

  function wake(): void {
    if (isAwaited || items.size === 0 || running >= mostRunning) return;
    isAwaited = true;
    void share.next().finally(() => {
      isAwaited = false;
      pump();
    });
  }
  function pump(): void {
    for (const item of items) {
      if (running >= mostRunning || share.isSpent) break;
      items.delete(item);
      running++;
      void run(item).finally(() => {
        running--;
        pump();
      });
    }
    wake();
  }

  let isClosed = false;
  return {
    add(item) {
      if (isClosed) return;
      items.add(item);
      wake();
    },
    delete: (item) => void items.delete(item),
    get size() {
      return items.size + running;
    },
    close() {
      isClosed = true;
      items.clear();
    },
  };
}
