import type { CallProblem } from "../client/call-problem.ts";
import { coreOf, operationOf } from "../client/client-core.ts";
import type { KnownResult, Watcher } from "../client/watcher.ts";
import { watchQuery } from "../client/watch.ts";
import { isProblemError } from "../protocol/problem-error.ts";

/** What came of a query that was asked. */
export type Asked =
  | { readonly known: KnownResult; readonly problem?: undefined }
  | { readonly known?: undefined; readonly problem: CallProblem };

/** A call as its types do not matter: of whatever query. */
interface AnyCall {
  safe(input: unknown, options: { readonly signal: AbortSignal }): Promise<unknown>;
  watch(
    input: unknown,
    onData: (data: unknown) => void,
    options: Pick<Watcher, "onStatus" | "onProblem">,
  ): () => void;
}

/** Calls a query once. Rejects for bugs only. */
export async function askQuery(call: object, input: unknown, signal: AbortSignal): Promise<Asked> {
  const [core, operation] = [coreOf(call), operationOf(call)];
  // One that no client made, as in a test of a component, tells nothing of its state.
  if (core === undefined || operation === undefined) {
    const outcome = (await (call as AnyCall).safe(input, { signal })) as {
      readonly data: unknown;
      readonly problem?: CallProblem;
    };
    const { data, problem } = outcome;
    return problem === undefined ? { known: { data } } : { problem };
  }
  let state: Omit<KnownResult, "data"> = {};
  const onState = ({ token, hash }: typeof state) => {
    state = { token, hash };
  };
  try {
    const data = await core.call(operation, input, { signal, onState });
    return { known: { ...state, data } };
  } catch (error) {
    if (isProblemError(error)) return { problem: error.problem };
    throw error;
  }
}

/** Watches a query. @param known what is known of it already. */
export function followQuery(
  call: object,
  input: unknown,
  watcher: Watcher,
  known: KnownResult | undefined,
): () => void {
  const [core, operation] = [coreOf(call), operationOf(call)];
  if (core !== undefined && operation !== undefined)
    return watchQuery(core, operation, input, watcher, known);
  const { onData, ...told } = watcher;
  return (call as AnyCall).watch(input, (data) => onData(data, {}), told);
}
