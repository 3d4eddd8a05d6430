import type { ReadObserver } from "../data/read-observer.ts";
import type { Live } from "../live/live.ts";
import type { Call } from "./call.ts";
import { CallContext } from "./context.ts";
import { withDeadline } from "./deadline.ts";
import { EncodedOutput } from "./encoded-output.ts";
import type { Engine } from "./engine.ts";
import { invoke } from "./invoke.ts";
import { toLiveQuery } from "./live-query.ts";
import type { Plan } from "./plan.ts";
import { toReadOptions } from "./read-options.ts";

/**
 * One consistent snapshot, on a reader; `heavy` ones in a process of their own. What may be kept is answered
 * from the cache where it holds, and comes as JSON: an {@link EncodedOutput}.
 */
export function executeQuery(
  engine: Engine,
  call: Call,
  plan: Plan,
  input: unknown,
): Promise<unknown> {
  const { live } = engine;
  if (live?.keepsOutputs === true && plan.isKept && call.key !== undefined)
    return readKept(engine, live, { call, plan, key: call.key }, input);
  return runQuery(engine, call, plan, input);
}

/** Runs a query for this call alone, and answers the projected result. */
export function runQuery(engine: Engine, call: Call, plan: Plan, input: unknown): Promise<unknown> {
  const { data } = engine;
  const run = (db: unknown) => invoke(engine, plan, new CallContext(engine, call, plan, input, db));
  if (data === undefined) return withoutData(engine, plan, run);
  const options = toReadOptions(engine, call, plan, noteSnapshot(call));
  if (!plan.operation.heavy) return data.read(run, options).then(plan.output);
  // Only these can be ended on the way, when their caller has gone.
  return data.heavy(run, { ...options, signal: call.exchange.signal }).then(plan.output);
}

interface KeptQuery {
  readonly call: Call;
  readonly plan: Plan;
  readonly key: string;
}

async function readKept(
  engine: Engine,
  live: Live,
  { call, plan, key }: KeptQuery,
  input: unknown,
): Promise<EncodedOutput> {
  const query = toLiveQuery(engine, call, plan, () => input);
  // The call may have begun long ago: its body can be held back.
  const now = engine.platform.monotonic();
  const kept = live.find(key, query.ask, now);
  if (kept !== undefined) {
    call.snapshot = live.count();
    // Apart, for its run says nothing about the state of this answer.
    if (live.wantsAudit(kept, now))
      void live.audit(
        toLiveQuery(engine, { ...call }, plan, () => input),
        kept,
      );
    return new EncodedOutput(kept.result.text, kept);
  }
  const { text, entry, count } = await live.read(query, call.alias);
  call.snapshot = count;
  if (entry !== undefined && call.alias !== undefined)
    engine.keptRoutes.set(call.alias, { plan, parameters: call.parameters, query: call.query });
  return new EncodedOutput(text, entry);
}

function noteSnapshot(call: Call): ReadObserver {
  return { onStatement: () => {}, onSnapshot: (count) => void (call.snapshot = count) };
}

function withoutData(
  { deadlines, limits }: Engine,
  plan: Plan,
  run: (db: undefined) => Promise<unknown>,
): Promise<unknown> {
  const result = run(undefined).then(plan.output);
  return withDeadline(deadlines, limits.queryTimeoutMs, result);
}
