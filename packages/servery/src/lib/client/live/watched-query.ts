import type { CallProblem } from "../call-problem.ts";
import type { CalledOperation } from "../called-operation.ts";
import { isOlder, type ShownResult, type Snapshots } from "../snapshots.ts";
import { tellSafely } from "../tell-safely.ts";
import type { KnownResult, Watcher } from "../watcher.ts";
import type { WatchStatus } from "../watch-options.ts";
import { deepFreeze } from "./freeze.ts";
import type { WantedQuery } from "./source.ts";

/** A query that somebody of this tab watches. */
export interface WatchedQuery {
  readonly key: string;
  readonly operation: CalledOperation;
  readonly input: unknown;
  readonly watchers: Set<Watcher>;
  /** The newest result that has come. */
  known: KnownResult | undefined;
  /** Whether the watchers were given it. */
  isShown: boolean;
  /** What it met in the place of a result. */
  problem: CallProblem | undefined;
  /**
   * How sure that is: `told` by the connection that is open, and shown; `held` back, as something newer was
   * shown of the query already; else of an earlier connection.
   */
  standing: "told" | "held" | "unsure";
  status: WatchStatus;
  /** How often in a row it was held back. */
  held: number;
}

/** A query that is not watched by anyone yet. */
export function createWatchedQuery(
  key: string,
  operation: CalledOperation,
  input: unknown,
): WatchedQuery {
  return {
    key,
    operation,
    input,
    watchers: new Set(),
    known: undefined,
    isShown: false,
    problem: undefined,
    standing: "unsure",
    status: "connecting",
    held: 0,
  };
}

/** As a source is asked for it. */
export function toWanted({ key, operation, input, known }: WatchedQuery): WantedQuery {
  const { hash, token } = known ?? {};
  return { key, operation: operation.id, input, ...(hash !== undefined && { hash, token }) };
}

/** The result that its watchers were given, where it is sure and as new as a call of it must be. */
export function toShown(
  snapshots: Snapshots,
  query: WatchedQuery | undefined,
  sent: string | undefined,
): ShownResult | undefined {
  if (query?.standing !== "told" || !query.isShown || query.problem !== undefined) return undefined;
  const { data, token, hash } = query.known ?? {};
  if (token === undefined || isOlder(token, sent) || snapshots.isPast(query.key, token))
    return undefined;
  // Those who watch have the same one, which is frozen.
  return { data: structuredClone(data), state: { token, hash } };
}

/** Tells a watcher how the query stands, and from now on. @param brought what the watcher has of it already. */
export function addWatcher(query: WatchedQuery, watcher: Watcher, brought?: KnownResult): void {
  query.watchers.add(watcher);
  const { known, isShown, problem, status } = query;
  if (known === undefined && brought !== undefined) {
    query.known = { ...brought, data: deepFreeze(brought.data) };
    query.isShown = true;
  } else if (known !== undefined && isShown) tellSafely(() => watcher.onData(known.data, known));
  if (problem !== undefined) tellSafely(() => watcher.onProblem?.(problem, false));
  if (status !== "connecting") tellSafely(() => watcher.onStatus?.(status));
}

/** Tells all watchers of the query. */
export function tellWatchers(query: WatchedQuery, say: (watcher: Watcher) => void): void {
  for (const watcher of query.watchers) tellSafely(() => say(watcher));
}

/** Tells the status where it is another than was told. */
export function tellStatus(query: WatchedQuery): void {
  const isOffline = globalThis.navigator?.onLine === false;
  const unsure = isOffline ? "offline" : query.known === undefined ? "connecting" : "stale";
  const status = query.standing === "told" ? "live" : unsure;
  if (status === query.status) return;
  query.status = status;
  tellWatchers(query, ({ onStatus }) => onStatus?.(status));
}

/** Forgets what has come of it: somebody else calls. */
export function forget(query: WatchedQuery): void {
  query.known = undefined;
  query.problem = undefined;
  query.isShown = false;
  query.standing = "unsure";
  query.held = 0;
  tellStatus(query);
}
