import { useCallback, useEffect, useMemo, useRef, useSyncExternalStore } from "react";

import { type QueryPlace, type QueryStore, toPlace } from "./query-cache.ts";
import { type QueryResult, unsettled } from "./query-entry.ts";
import { useEpoch } from "./use-epoch.ts";

/** How a component takes part in its query. */
export interface UseEntryOptions {
  readonly isEnabled: boolean;
  readonly isLive: boolean;
}

/** A component's query. */
export interface UsedEntry {
  readonly place: QueryPlace;
  readonly current: QueryResult;
  /** Always the same function. */
  readonly refetch: () => void;
}

/** Shows how a query stands, and asks for it or watches it as long as the component is mounted. */
export function useEntry(
  store: QueryStore,
  call: object,
  input: unknown,
  { isEnabled, isLive }: UseEntryOptions,
): UsedEntry {
  const epoch = useEpoch(call);
  const { key } = toPlace(call, input, epoch);
  // The key stands for the input: equal inputs have one, though they may be new objects at each render.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const place = useMemo(() => toPlace(call, input, epoch), [call, key]);
  const subscribe = useCallback(
    (listener: () => void) => store.open(place).subscribe(listener),
    [store, place],
  );
  const read = () => store.find(place)?.current ?? unsettled;
  const current = useSyncExternalStore(subscribe, read, read);

  const again = useRef(() => {});
  useEffect(() => {
    again.current = () => {
      if (isEnabled) store.open(place).refetch();
    };
    if (!isEnabled) return undefined;
    const entry = store.open(place);
    return isLive ? entry.watch() : entry.join();
  }, [store, place, isEnabled, isLive]);
  const refetch = useCallback(() => again.current(), []);

  return { place, current, refetch };
}
