import { useState } from "react";

import type { Call, CallArguments, ProblemOf } from "../client/call.ts";
import type { WatchStatus } from "../client/watch-options.ts";
import type { Operation, OutputOf } from "../contract/operation.ts";
import { useQueryStore } from "./query-cache-context.ts";
import { useEntry } from "./use-entry.ts";

/** What may be said of a component's query. */
export interface UseQueryOptions {
  /** `false` sends nothing. Default `true`. */
  readonly enabled?: boolean;
  /** Shows the last input's data until that of a new one has come. Default `false`. */
  readonly keepPrevious?: boolean;
  /** Watches the query: what is shown changes when the result does. Default `false`. */
  readonly live?: boolean;
}

interface Progress {
  /** True while a request is on its way, a refetch too. */
  readonly fetching: boolean;
  /** True while `data` is that of an earlier input. */
  readonly previous: boolean;
  /** How a live query stands; `undefined` for one that is not. */
  readonly status: WatchStatus | undefined;
  /** Sends the query anew; what is shown stays until the answer. Always the same function. */
  readonly refetch: () => void;
}

/** What a component's query has come to. `pending`: neither data nor an error of this input yet. */
export type QueryState<O extends Operation> = Progress &
  (
    | { readonly pending: true; readonly data: OutputOf<O> | undefined; readonly error: undefined }
    | { readonly pending: false; readonly data: OutputOf<O>; readonly error: undefined }
    | {
        readonly pending: false;
        /** What an earlier request of the same input brought. */
        readonly data: OutputOf<O> | undefined;
        readonly error: ProblemOf<O>;
      }
  );

/**
 * Calls a query when the component is mounted, and again when the input changes; inputs are compared by
 * value. Components with equal queries show the same, and what they ask for at once is one request; one that
 * nobody waits for any more is aborted. What nobody shows any more is forgotten. When somebody else signs in,
 * or nobody is any more, nothing of what was read before is shown, and the query is sent anew.
 *
 * ```tsx
 * const { data, error, pending } = useQuery(client.products.get, { id }, { live: true });
 * if (pending) return <Skeleton />;
 * if (error) return <p>{error.code === "not_found" ? "No such product" : error.title}</p>;
 * return <h1>{data.name}</h1>;
 * ```
 */
export function useQuery<O extends Operation<"query">>(
  call: Call<O>,
  ...[input, options = {}]: CallArguments<O, UseQueryOptions>
): QueryState<O> {
  const { enabled = true, keepPrevious = false, live = false } = options;
  const using = { isEnabled: enabled, isLive: live };
  const { place, current, refetch } = useEntry(useQueryStore(), call, input, using);
  const { epoch } = place;
  const { isSettled, thrown, data } = current;
  const [last, setLast] = useState<Kept>();
  if (
    keepPrevious &&
    isSettled &&
    !(last?.data === data && last?.call === call && last.epoch === epoch)
  )
    setLast({ call, epoch, data });
  if (thrown !== undefined) throw thrown.bug;
  const kept = keepPrevious && !isSettled ? last : undefined;
  const previous = kept?.call === call && kept.epoch === epoch ? kept.data : undefined;
  return {
    pending: !isSettled,
    data: isSettled ? data : previous,
    error: current.error,
    fetching: enabled && (current.isFetching || !isSettled),
    previous: previous !== undefined,
    status: live ? (current.status ?? "connecting") : undefined,
    refetch,
  } as QueryState<O>;
}

/** What was shown last, and whose it is. */
interface Kept {
  readonly call: object;
  readonly epoch: number;
  readonly data: unknown;
}
