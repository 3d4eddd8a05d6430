import type { Call } from "./call.ts";
import { CallContext } from "./context.ts";
import type { Engine } from "./engine.ts";
import { executeAction } from "./execute-action.ts";
import { executeMutation } from "./execute-mutation.ts";
import { invoke } from "./invoke.ts";
import type { MaybePromise } from "./maybe-promise.ts";
import type { Plan } from "./plan.ts";

/** Runs the handler as its kind demands, and answers the projected result, or an outcome to be replayed. */
export function execute(
  engine: Engine,
  call: Call,
  plan: Plan,
  input: unknown,
): MaybePromise<unknown> {
  if (plan.operation.kind === "query") return executeQuery(engine, call, plan, input);
  if (plan.operation.kind === "mutation") return executeMutation(engine, call, plan, input);
  return executeAction(engine, call, plan, input);
}

/** One consistent snapshot, on a reader; `heavy` ones on a thread of their own. */
function executeQuery(
  engine: Engine,
  call: Call,
  plan: Plan,
  input: unknown,
): MaybePromise<unknown> {
  const { data } = engine;
  const run = (db: unknown) => invoke(engine, plan, new CallContext(engine, call, plan, input, db));
  if (data === undefined) return run(undefined).then(plan.output);
  const read = plan.operation.heavy ? data.heavy : data.read;
  return read(run, plan.readOptions).then(plan.output);
}
