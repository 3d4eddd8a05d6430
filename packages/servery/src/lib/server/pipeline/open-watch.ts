import type { ProblemDetails } from "../../protocol/problem-details.ts";
import type { Live } from "../live/live.ts";
import type { LiveWatch } from "../live/watches.ts";
import type { Watch, WatchListener } from "../live/watch-state.ts";
import { refuse } from "../handling/refusal.ts";
import { admit, readmit } from "./admit.ts";
import { type Call, createCall } from "./call.ts";
import { toRawInput } from "./call-inside.ts";
import { validateInput } from "./decode.ts";
import type { Engine } from "./engine.ts";
import { identify } from "./identify.ts";
import { toLiveQuery } from "./live-query.ts";
import { fail, refuseClosed } from "./pipeline.ts";
import type { Plan } from "./plan.ts";
import { completeProblem } from "./reply.ts";
import type { WatchShare } from "./watch-budget.ts";

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
  readmit(engine, call, plan);
  // What closes would tell its listener once, and never again.
  if (engine.state.phase !== "open") throw refuseClosed(engine);
  const live = engine.live!;
  const share = engine.watchBudget.enter(call, toLetters(raw), live.watchedBytes());
  return watch(engine, live, { call, plan, raw, share }, listener);
}

function toLetters(input: unknown): number {
  return input === undefined ? 0 : JSON.stringify(input).length;
}

interface WatchedCall {
  readonly call: Call;
  readonly plan: Plan;
  readonly raw: unknown;
  readonly share: WatchShare;
}

function watch(
  engine: Engine,
  live: Live,
  { call, plan, raw, share }: WatchedCall,
  listener: WatchListener,
): Watch {
  // A handler may change its input, so that each run gets one of its own.
  const toQuery = (made: Call) =>
    toLiveQuery(engine, made, plan, () => plan.validate(structuredClone(raw), []));
  let current = call;
  let isOver = false;
  let opened: LiveWatch | undefined;
  const close = (): void => {
    isOver = true;
    opened?.close();
    share.leave();
  };
  const end = (problem: ProblemDetails): void => {
    close();
    listener({ token: undefined, problem, ended: true });
  };
  const tell: WatchListener = (state) => {
    // What time ends, a plan or a fresh sign-in, ends before it is next asked who calls.
    const refused = findRefusal(engine, current, plan, current);
    if (refused !== undefined) return end(refused);
    share.hold(state.text?.length ?? 0);
    listener(state);
  };
  const { replace, review, close: stop } = (opened = live.watch(toQuery(call), tell));
  if (isOver) stop();
  return {
    recheck() {
      const next = identifyAgain(engine, call, plan);
      const refused = findRefusal(engine, next, plan, current);
      if (refused !== undefined) return end(refused);
      if (next.principal === current.principal) return review();
      current = next;
      replace(toQuery(next));
    },
    close,
  };
}

function identifyAgain(engine: Engine, call: Call, plan: Plan): Call {
  const next = beginCall(engine, call, plan);
  next.key = call.key;
  identify(engine, next);
  return next;
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
  call.isWatch = true;
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
  if (operation.spam !== undefined) return "each answer takes a proof that no program asks";
  return isSensitive ? "it is sensitive" : "it answers nothing";
}
