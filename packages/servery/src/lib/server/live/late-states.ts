/**
 * States in which somebody was last told how a query stands that has changed since. The oldest of them is the
 * newest state that everybody knows all of.
 */
export interface LateStates {
  /** From now on this state counts, until it is removed as often as it was added. */
  add(count: number | undefined): void;
  remove(count: number | undefined): void;
  readonly oldest: number | undefined;
}

/** Makes {@link LateStates}: there are few at a time, for many changes come with one commit. */
export function createLateStates(): LateStates {
  const times = new Map<number, number>();
  return {
    add(count) {
      if (count !== undefined) times.set(count, (times.get(count) ?? 0) + 1);
    },
    remove(count) {
      if (count === undefined) return;
      const left = (times.get(count) ?? 0) - 1;
      if (left > 0) times.set(count, left);
      else times.delete(count);
    },
    get oldest() {
      let oldest: number | undefined;
      for (const count of times.keys()) if (oldest === undefined || count < oldest) oldest = count;
      return oldest;
    },
  };
}
