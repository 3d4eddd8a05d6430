import { createBoundedMap } from "../../base/bounded-map.ts";

/** One run of a watched query that a change has made. */
export interface Rerun {
  /** Epoch milliseconds. */
  readonly at: number;
  /** The state that it read. */
  readonly commit: number;
  /** What had changed. */
  readonly cause: string;
  /** Whether its result was another. */
  readonly changed: boolean;
  readonly ms: number;
}

/** The last runs of watched queries. */
export interface RerunHistory {
  add(key: string, rerun: Rerun): void;
  /** The newest first. */
  of(key: string): readonly Rerun[];
}

const mostQueries = 1000;
const mostReruns = 20;

export function createRerunHistory(): RerunHistory {
  const byKey = createBoundedMap<string, Rerun[]>(mostQueries);
  return {
    add(key, rerun) {
      const reruns = byKey.get(key) ?? [];
      reruns.unshift(rerun);
      reruns.length = Math.min(reruns.length, mostReruns);
      byKey.set(key, reruns);
    },
    of: (key) => byKey.get(key) ?? [],
  };
}
