import { useCallback, useEffect, useRef, useState } from "react";

import type { Call, CallArguments, Outcome, ProblemOf } from "../client/call.ts";
import type { Operation, OutputOf } from "../contract/operation.ts";
import { epochOf, useEpoch } from "./use-epoch.ts";

interface State<O extends Operation> {
  /** True from the call to its outcome. */
  readonly pending: boolean;
  /** What the last call brought. */
  readonly data: OutputOf<O> | undefined;
  /** The problem that the last call met. */
  readonly error: ProblemOf<O> | undefined;
}

/** A component's mutation: how its last call stands, and how to make one. */
export interface MutationState<O extends Operation> extends State<O> {
  /**
   * Makes one call, whatever else is on its way: where a second press must not order twice, disable
   * the button while `pending`. Resolves to the outcome, also after the component has gone; a problem
   * is no rejection. Always the same function for the same operation.
   */
  readonly mutate: (...args: CallArguments<O>) => Promise<Outcome<O>>;
  /** Forgets the last call, and what it may still bring. Always the same function. */
  readonly reset: () => void;
}

interface OwnedState<O extends Operation> extends State<O> {
  /** Whose it is; see {@link useEpoch}. */
  readonly epoch: number;
}

const idle = { pending: false, data: undefined, error: undefined, epoch: 0 };

/**
 * Calls a mutation or an action from a component. The call itself outlives the component: it is not
 * aborted, for the service may have begun. When somebody else signs in, or nobody is any more, what it
 * brought before is not shown.
 *
 * ```tsx
 * const { mutate, pending, error } = useMutation(client.orders.place);
 * const onSubmit = async () => {
 *   const { data } = await mutate({ lines });
 *   if (data) navigate(`/orders/${data.id}`);
 * };
 * ```
 */
export function useMutation<O extends Operation<"mutation"> | Operation<"action">>(
  call: Call<O>,
): MutationState<O> {
  const [state, setState] = useState<OwnedState<O>>(idle);
  const epoch = useEpoch(call);
  // The call whose outcome is shown; others, and those of a component that has gone, are not.
  const shown = useRef(0);
  useEffect(
    () => () => {
      shown.current += 1;
    },
    [],
  );

  const mutate = useCallback(
    async (...args: CallArguments<O>): Promise<Outcome<O>> => {
      const own = ++shown.current;
      const show = (next: State<O>) => {
        // Signing in and out have changed the caller by now, so their own outcome is the new caller's.
        if (shown.current === own) setState({ ...next, epoch: epochOf(call) });
      };
      setState({ ...idle, pending: true });
      try {
        const outcome = await call.safe(...args);
        show({ pending: false, data: outcome.data, error: outcome.problem });
        return outcome;
      } catch (bug) {
        show(idle);
        throw bug;
      }
    },
    [call],
  );
  const reset = useCallback(() => {
    shown.current += 1;
    setState(idle);
  }, []);
  const { pending, data, error } = state.pending || state.epoch === epoch ? state : idle;
  return { pending, data, error, mutate, reset };
}
