import type { ReadOptions } from "../data/data.ts";
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
  const options = toReadOptions(engine, call, plan);
  if (!plan.operation.heavy) return data.read(run, options).then(plan.output);
  // Only these can be ended on the way, when their caller has gone.
  return data.heavy(run, { ...options, signal: call.exchange.signal }).then(plan.output);
}

/** Reads have no line in the audit trail; in dev the log tells of those without policies. */
function toReadOptions(
  { mode, log }: Engine,
  { principal, requestId }: Call,
  plan: Plan,
): ReadOptions {
  const caller = toRowCaller(principal);
  if (mode !== "dev")
    return caller === undefined ? plan.readOptions : { ...plan.readOptions, caller };
  const onUnrestricted = () =>
    log.info({ requestId, operation: plan.id }, "A query reads rows without their policies");
  return { ...plan.readOptions, caller, onUnrestricted };
}

function withoutData(
  { deadlines, limits }: Engine,
  plan: Plan,
  run: (db: undefined) => Promise<unknown>,
): Promise<unknown> {
  const result = run(undefined).then(plan.output);
  return withDeadline(deadlines, limits.queryTimeoutMs, result);
}
