import type { Live } from "../live/live.ts";
import type { Watch, WatchListener } from "../live/watch-state.ts";
import { refuse } from "../handling/refusal.ts";
import { admit } from "./admit.ts";
import { type Call, createCall } from "./call.ts";
import { toRawInput } from "./call-inside.ts";
import { validateInput } from "./decode.ts";
import type { Engine } from "./engine.ts";
import { identify } from "./identify.ts";
import { toLiveQuery } from "./live-query.ts";
import { fail, refuseClosed } from "./pipeline.ts";
import type { Plan } from "./plan.ts";
import { completeProblem } from "./reply.ts";

/** A query that somebody wants to watch. */
export interface QueryToWatch {
  /** The operation's dotted name. */
  readonly operation: string;
  readonly input: unknown;
}

/**
 * Watches a query for a caller: it passes all that a call passes, limits and access included, before the
 * listener first hears of it.
 * @throws Refusal as a call does, and `invalid_input` for what cannot be watched.
 */
export async function openWatch(
  engine: Engine,
  outer: Call,
  { operation, input }: QueryToWatch,
  listener: WatchListener,
): Promise<Watch> {
  const plan = findWatchable(engine, operation);
  const call = beginCall(engine, outer, plan);
  identify(engine, call);
  admit(engine, call, plan);
  const sent = toRawInput(plan, input);
  // As in a call: sending nothing is leaving out every property.
  const raw = sent === undefined && !plan.takesNothing ? {} : sent;
  await validateInput(engine, call, plan, structuredClone(raw), []);
  // What closes would tell its listener once, and never again.
  if (engine.state.phase !== "open") throw refuseClosed(engine);
  return watch(engine, engine.live!, { call, plan, raw }, listener);
}

interface WatchedCall {
  readonly call: Call;
  readonly plan: Plan;
  readonly raw: unknown;
}

function watch(
  engine: Engine,
  live: Live,
  { call, plan, raw }: WatchedCall,
  listener: WatchListener,
): Watch {
  // A handler may change its input, so that each run gets one of its own.
  const toQuery = (made: Call) =>
    toLiveQuery(engine, made, plan, () => plan.validate(structuredClone(raw), []));
  let current = call;
  const opened = live.watch(toQuery(call), listener);
  return {
    recheck() {
      const next = beginCall(engine, call, plan);
      next.key = call.key;
      identify(engine, next);
      const refused = findRefusal(engine, next, plan, current);
      if (refused !== undefined) {
        opened.close();
        listener({ token: undefined, problem: refused, ended: true });
      } else if (next.principal === current.principal) opened.review();
      else {
        current = next;
        opened.replace(toQuery(next));
      }
    },
    close: opened.close,
  };
}

/** What keeps a caller from watching on, as a problem. */
function findRefusal(engine: Engine, call: Call, plan: Plan, before: Call) {
  try {
    if (call.principal.key !== before.principal.key) throw refuse("unauthenticated");
    plan.access?.(call, engine.now());
    return undefined;
  } catch (error) {
    return completeProblem(engine, call, fail(engine, call, error).problem);
  }
}

function beginCall(engine: Engine, outer: Call, plan: Plan): Call {
  const { exchange, requestId } = outer;
  const call = createCall(exchange, requestId, engine.platform.monotonic(), undefined);
  call.plan = plan;
  call.purpose = "watch";
  return call;
}

function findWatchable(engine: Engine, operation: string): Plan {
  const plan = engine.plans.get(operation);
  if (plan === undefined)
    throw refuse("invalid_input", `The contract has no operation "${operation}".`);
  if (plan.isWatchable) return plan;
  throw refuse("invalid_input", `"${operation}" cannot be watched: ${whyNot(plan)}.`);
}

function whyNot({ operation, isSensitive }: Plan): string {
  if (operation.kind !== "query") return "it is no query";
  return isSensitive ? "it is sensitive" : "it answers nothing";
}
