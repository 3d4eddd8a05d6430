import type { Platform } from "../../ports/platform.ts";

/** Runs what is due, a little at a time, so that nobody else waits for it long. */
export interface RerunQueue<T> {
  /** Puts something in the queue, unless it is there. */
  add(item: T): void;
  delete(item: T): void;
  readonly size: number;
  /** Lets nothing more begin. */
  close(): void;
}

/** How long one turn of the event loop may be held up, in milliseconds. */
const sliceMs = 5;
/** Runs that wait for something at a time, as heavy ones do. */
const mostRunning = 8;

/** Makes a queue in the order of arrival. What is added in a turn of the event loop begins in the next. */
export function createRerunQueue<T>(
  { defer, monotonic }: Pick<Platform, "defer" | "monotonic">,
  run: (item: T) => Promise<void>,
): RerunQueue<T> {
  const items = new Set<T>();
  let running = 0;
  let isDeferred = false;
  let isClosed = false;
  let sliceEnd = 0;

  function wake(): void {
    if (isDeferred || items.size === 0) return;
    isDeferred = true;
    defer(() => {
      isDeferred = false;
      sliceEnd = monotonic() + sliceMs;
      pump();
    });
  }
  function pump(): void {
    while (running < mostRunning && monotonic() < sliceEnd) {
      const [item] = items;
      if (item === undefined) return;
      items.delete(item);
      running++;
      void run(item).finally(() => {
        running--;
        pump();
        wake();
      });
    }
    wake();
  }

  return {
    add(item) {
      if (isClosed) return;
      items.add(item);
      wake();
    },
    delete: (item) => void items.delete(item),
    get size() {
      return items.size;
    },
    close() {
      isClosed = true;
      items.clear();
    },
  };
}
