/** A clock that can call back; times in milliseconds. */
export interface DeadlineClock {
  monotonic(): number;
  schedule(milliseconds: number, task: () => void): () => void;
}

/** Many deadlines on one timer. */
export interface Deadlines {
  /** Calls `expire` after `milliseconds`, unless the returned function is called first. */
  add(milliseconds: number, expire: () => void): () => void;
}

interface Deadline {
  readonly at: number;
  readonly expire: () => void;
}

/**
 * One timer for all: adding and removing touch only a set, since nearly every deadline is removed
 * before it is due. The timer sleeps until the earliest deadline that it knew when it was set.
 */
export function createDeadlines(clock: DeadlineClock): Deadlines {
  const pending = new Set<Deadline>();
  let timer: { readonly at: number; readonly cancel: () => void } | undefined;

  function arm(at: number): void {
    if (timer !== undefined && timer.at <= at) return;
    timer?.cancel();
    timer = { at, cancel: clock.schedule(Math.max(0, Math.ceil(at - clock.monotonic())), sweep) };
  }

  function sweep(): void {
    timer = undefined;
    const now = clock.monotonic();
    let next = Number.POSITIVE_INFINITY;
    for (const deadline of pending) {
      if (deadline.at > now) {
        next = Math.min(next, deadline.at);
        continue;
      }
      pending.delete(deadline);
      deadline.expire();
    }
    if (next < Number.POSITIVE_INFINITY) arm(next);
  }

  return {
    add(milliseconds, expire) {
      const deadline = { at: clock.monotonic() + milliseconds, expire };
      pending.add(deadline);
      arm(deadline.at);
      return () => {
        pending.delete(deadline);
      };
    },
  };
}
