import type { AnyData } from "../data/any-data.ts";
import type { LiveQuery } from "../live/live-query.ts";
import type { RunRecord } from "../live/run-record.ts";
import { createAsk } from "./ask-caller.ts";
import type { Call } from "./call.ts";
import { assertClear } from "./egress/leak.ts";
import type { Engine } from "./engine.ts";
import { toFailure } from "./failure.ts";
import { FollowedContext } from "./followed-context.ts";
import { invoke } from "./invoke.ts";
import { isPromise, type MaybePromise } from "../../base/maybe-promise.ts";
import type { Plan } from "./plan.ts";
import { toReadOptions } from "./read-options.ts";
import { completeProblem } from "./reply.ts";

/** Of a run that nobody can end. */
const never = new AbortController().signal;

/** Makes of a call what can be kept and watched. `toInput` makes its input, anew for each run. */
export function toLiveQuery(
  engine: Engine,
  call: Call,
  plan: Plan,
  toInput: () => MaybePromise<unknown>,
): LiveQuery {
  return {
    operation: plan.id,
    key: call.key ?? plan.id,
    isKept: plan.isKept,
    ask: createAsk(call, engine.now),
    ...(plan.operation.heavy && { callerSignal: call.exchange.signal }),
    async run(record, signal = never) {
      const coming = toInput();
      const input = isPromise(coming) ? await coming : coming;
      try {
        const run = (db: unknown): Promise<unknown> =>
          invoke(
            engine,
            plan,
            new FollowedContext(engine, call, plan, input, db, { record, signal }),
          );
        const output = plan.output(await read(engine, call, plan, run, { record, signal }));
        const text = JSON.stringify(output);
        // Here once, however often it is answered and told to whom.
        assertClear(engine, call, text);
        return text;
      } finally {
        call.snapshot = record.count ?? call.snapshot;
      }
    },
    toProblem(error) {
      const { problem, hidden } = toFailure(error, plan);
      if (hidden !== undefined)
        engine.log.error({ operation: plan.id, error: hidden.error }, hidden.message);
      // It may be told to others than the one whose request met it.
      const { instance: _, ...told } = completeProblem(engine, call, problem);
      return { problem: told, isPassing: told.status >= 500 };
    },
  };
}

interface Followed {
  readonly record: RunRecord;
  readonly signal: AbortSignal;
}

function read(
  engine: Engine,
  call: Call,
  plan: Plan,
  run: (db: unknown) => Promise<unknown>,
  { record, signal }: Followed,
): Promise<unknown> {
  const data: AnyData | undefined = engine.data;
  if (data === undefined) {
    record.onSnapshot(0);
    return run(undefined);
  }
  const options = toReadOptions(engine, call, plan, record);
  // Only heavy ones can be ended on the way, when all who wait for them have gone.
  return plan.operation.heavy ? data.heavy(run, { ...options, signal }) : data.read(run, options);
}
