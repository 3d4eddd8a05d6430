import type { Entry } from "./entry.ts";
import type { LiveQuery } from "./live-query.ts";
import type { WatchListener } from "./watch-state.ts";

/** One who watches a query. */
export interface Watcher {
  query: LiveQuery;
  readonly listener: WatchListener;
  group: WatchGroup;
  /** What the listener was last told, by the result's hash. */
  told: string | undefined;
  /** The newest state in which what it was told may be known to have held: it is told of no earlier one. */
  knows: number;
}

/** Those who have one result, or wait for one run. Nobody is in two. None is empty but one that runs. */
export interface WatchGroup {
  readonly watchers: Set<Watcher>;
  /**
   * `due`: waits for its turn. `running`: its query is run. `telling`: its result is told, to some in each turn.
   * `settled`: all have been told, until it does not hold any more.
   */
  phase: "due" | "running" | "telling" | "settled";
  /** The result; none while it is due or running. */
  entry: Entry | undefined;
  /** What has made it run, or will. */
  cause: string;
  /** Unless it is settled, the last state in which what they were told is known to have held. */
  heldIn: number | undefined;
  /** What others that join it have in common with it; see {@link Scopes}. */
  scope: string | undefined;
  /** Ends a run that can be ended on the way. */
  ending: AbortController | undefined;
}

/** Makes a group with nobody in it. */
export function createWatchGroup(): WatchGroup {
  return {
    watchers: new Set(),
    phase: "due",
    entry: undefined,
    cause: "",
    heldIn: undefined,
    scope: undefined,
    ending: undefined,
  };
}

/** The one whose query is run for all. */
export function firstOf({ watchers }: WatchGroup): Watcher {
  return watchers.values().next().value as Watcher;
}
