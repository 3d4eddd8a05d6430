import { use } from "react";

import type { Call, CallArguments, ProblemOf } from "../client/call.ts";
import type { WatchStatus } from "../client/watch-options.ts";
import type { Operation, OutputOf } from "../contract/operation.ts";
import { ProblemError } from "../protocol/problem-error.ts";
import { useOwnQueryStore } from "./query-cache-context.ts";
import { useEntry } from "./use-entry.ts";

/** What may be said of a query that suspends. */
export interface UseSuspenseQueryOptions {
  /** Watches the query: what is shown changes when the result does. Default `false`. */
  readonly live?: boolean;
}

/** A component's query that has its data. */
export interface SuspenseQueryState<O extends Operation> {
  readonly data: OutputOf<O>;
  /** What a later request, or the watch, has met; `data` is then what came before. */
  readonly error: ProblemOf<O> | undefined;
  /** True while a request is on its way. */
  readonly fetching: boolean;
  /** How a live query stands; `undefined` for one that is not. */
  readonly status: WatchStatus | undefined;
  /** Sends the query anew; what is shown stays until the answer. Always the same function. */
  readonly refetch: () => void;
}

/**
 * As `useQuery`, for a component below `<Suspense>`: it waits there until the data have come, on a server too, and
 * a problem that keeps them from coming is thrown to the error boundary as a `ProblemError`. Another input waits
 * anew; within a transition what is shown stays meanwhile.
 *
 * ```tsx
 * const { data, status } = useSuspenseQuery(client.products.get, { id }, { live: true });
 * ```
 * @throws ServeryError `query_cache_missing` on a server without a `QueryCacheProvider`.
 */
export function useSuspenseQuery<O extends Operation<"query">>(
  call: Call<O>,
  ...[input, options = {}]: CallArguments<O, UseSuspenseQueryOptions>
): SuspenseQueryState<O> {
  const { live = false } = options;
  const store = useOwnQueryStore();
  const using = { isEnabled: true, isLive: live };
  const { place, current, refetch } = useEntry(store, call, input, using);
  const { awaited } = store.open(place);
  if (awaited !== undefined) use(awaited);
  const { data, error, thrown, isFetching, status } = current;
  if (thrown !== undefined) throw thrown.bug;
  if (error !== undefined && data === undefined) throw new ProblemError(error);
  return {
    data,
    error,
    fetching: isFetching,
    status: live ? (status ?? "connecting") : undefined,
    refetch,
  } as SuspenseQueryState<O>;
}
