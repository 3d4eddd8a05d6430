import { useEffect, useReducer, useRef, useState } from "react";

import type { Call, CallArguments, Outcome, ProblemOf } from "../client/call.ts";
import type { Operation, OutputOf } from "../contract/operation.ts";
import { toInputKey } from "./input-key.ts";
import { forgetQuery, joinQuery } from "./shared-queries.ts";
import { useEpoch } from "./use-epoch.ts";

/** What may be said of a component's query. */
export interface UseQueryOptions {
  /** `false` sends nothing. Default `true`. */
  readonly enabled?: boolean;
  /** Shows the last input's data until that of a new one has come. Default `false`. */
  readonly keepPrevious?: boolean;
}

interface Progress {
  /** True while a request is on its way, a refetch too. */
  readonly fetching: boolean;
  /** True while `data` is that of an earlier input. */
  readonly previous: boolean;
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

interface Query<O extends Operation> {
  readonly call: Call<O>;
  /** The input and the epoch. */
  readonly key: string;
  /** Whose it is; see {@link useEpoch}. */
  readonly epoch: number;
}

interface Settled<O extends Operation> extends Query<O> {
  readonly round: number;
  readonly data: OutputOf<O> | undefined;
  readonly error: ProblemOf<O> | undefined;
  /** A bug, to be thrown where React's error boundaries see it. */
  readonly thrown?: { readonly bug: unknown };
}

/**
 * Calls a query while the component is mounted, and again when the input changes; inputs are compared
 * by value. Equal queries that are on their way at once are one request, and one that nobody waits for
 * any more is aborted. Nothing is cached. When somebody else signs in, or nobody is any more, nothing
 * of what was read before is shown, and the query is sent anew.
 *
 * ```tsx
 * const { data, error, pending } = useQuery(client.products.get, { id });
 * if (pending) return <Skeleton />;
 * if (error) return <p>{error.code === "not_found" ? "No such product" : error.title}</p>;
 * return <h1>{data.name}</h1>;
 * ```
 */
export function useQuery<O extends Operation<"query">>(
  call: Call<O>,
  ...[input, options = {}]: CallArguments<O, UseQueryOptions>
): QueryState<O> {
  const { enabled = true, keepPrevious = false } = options;
  const epoch = useEpoch(call);
  // What another caller has read is another query's.
  const key = `${epoch} ${toInputKey(input)}`;
  const { settled, round, refetch } = useSettled({ call, key, epoch }, input, enabled);
  if (settled?.thrown !== undefined) throw settled.thrown.bug;
  const own = isOf(settled, call, key) ? settled : undefined;
  const previous =
    own === undefined && keepPrevious && settled?.call === call && settled.epoch === epoch;
  const shown = previous ? { data: settled.data, error: undefined } : own;
  return {
    pending: own === undefined,
    data: shown?.data,
    error: shown?.error,
    fetching: enabled && own?.round !== round,
    previous: previous && settled.data !== undefined,
    refetch,
  } as QueryState<O>;
}

/** Sends the query when it has changed, or anew for a new round, and holds what came of it last. */
function useSettled<O extends Operation>(
  { call, key, epoch }: Query<O>,
  input: unknown,
  enabled: boolean,
) {
  const [round, refetch] = useReducer((count: number) => count + 1, 0);
  const [settled, setSettled] = useState<Settled<O>>();
  const sentRound = useRef(round);

  useEffect(() => {
    if (!enabled) return undefined;
    if (sentRound.current !== round) forgetQuery(call, key);
    sentRound.current = round;
    let waiting = true;
    const settle = (toNext: (last: Settled<O> | undefined) => Settled<O>) => {
      if (waiting) setSettled((last) => toNext(isOf(last, call, key) ? last : undefined));
    };
    const { outcome, release } = joinQuery(call, key, input);
    const none = { call, key, epoch, round, data: undefined, error: undefined };
    outcome.then(
      (each) => settle((last) => ({ ...none, ...toShown(each, last) })),
      (bug: unknown) => settle(() => ({ ...none, thrown: { bug } })),
    );
    return () => {
      waiting = false;
      release();
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the key stands for the input: equal inputs have one, though they may be new objects at each render.
  }, [call, key, epoch, round, enabled]);

  return { settled, round, refetch };
}

function isOf<O extends Operation>(
  settled: Settled<O> | undefined,
  call: Call<O>,
  key: string,
): settled is Settled<O> {
  return settled !== undefined && settled.call === call && settled.key === key;
}

function toShown<O extends Operation>({ data, problem }: Outcome<O>, last: Settled<O> | undefined) {
  if (problem !== undefined) return { data: last?.data, error: problem };
  return { data: data as OutputOf<O>, error: undefined };
}
