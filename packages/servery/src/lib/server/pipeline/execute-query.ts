import { toRowCaller } from "../handling/principal.ts";
import type { Call } from "./call.ts";
import { CallContext } from "./context.ts";
import { withDeadline } from "./deadline.ts";
import type { Engine } from "./engine.ts";
import { invoke } from "./invoke.ts";
import type { Plan } from "./plan.ts";

/** One consistent snapshot, on a reader; `heavy` ones in a process of their own. */
export function executeQuery(
  engine: Engine,
  call: Call,
  plan: Plan,
  input: unknown,
): Promise<unknown> {
  const { data } = engine;
  const run = (db: unknown) => invoke(engine, plan, new CallContext(engine, call, plan, input, db));
  if (data === undefined) return withoutData(engine, plan, run);
  const caller = toRowCaller(call.principal);
  const options = caller === undefined ? plan.readOptions : { ...plan.readOptions, caller };
  if (!plan.operation.heavy) return data.read(run, options).then(plan.output);
  // Only these can be ended on the way, when their caller has gone.
  return data.heavy(run, { ...options, signal: call.exchange.signal }).then(plan.output);
}

function withoutData(
  { deadlines, limits }: Engine,
  plan: Plan,
  run: (db: undefined) => Promise<unknown>,
): Promise<unknown> {
  const result = run(undefined).then(plan.output);
  return withDeadline(deadlines, limits.queryTimeoutMs, result);
}
