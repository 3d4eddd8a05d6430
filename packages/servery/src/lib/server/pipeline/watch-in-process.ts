import type { LinkOptions, LinkWatcher } from "../../ports/link.ts";
import { ProblemError } from "../../protocol/problem-error.ts";
import type { Watch, WatchState } from "../live/watch-state.ts";
import { type Call, createCall } from "./call.ts";
import { toExchange } from "./call-in-process.ts";
import type { Engine } from "./engine.ts";
import { identify } from "./identify.ts";
import { openWatch } from "./open-watch.ts";
import { fail, refuseClosed } from "./pipeline.ts";
import type { Plan } from "./plan.ts";
import { completeProblem } from "./reply.ts";

interface QueryInProcess {
  readonly plan: Plan;
  readonly input: unknown;
}

/** Watches a query in the same process, once the service is open, until what it returns is called. */
export function watchInProcess(
  engine: Engine,
  ready: Promise<void>,
  { plan, input }: QueryInProcess,
  watcher: LinkWatcher,
  options: Pick<LinkOptions, "headers" | "snapshot">,
): () => void {
  let end: (() => void) | undefined;
  let isOver = false;
  const stop = (): void => {
    isOver = true;
    end?.();
  };
  const tell = (state: WatchState): void => {
    if (isOver) return;
    if (state.problem !== undefined && state.ended) stop();
    tellWatcher(watcher, state);
  };
  const begin = async (): Promise<void> => {
    await ready;
    const call = beginCall(engine, plan, options);
    const refuse = (error: unknown): void => {
      const problem = completeProblem(engine, call, fail(engine, call, error).problem);
      tell({ token: undefined, problem, ended: true });
    };
    try {
      const watch = await openWatch(engine, call, { operation: plan.id, input }, tell);
      // Who is not told that it ends would take what it has for how things stand.
      end = enter(engine, call, watch, () => refuse(refuseClosed(engine)));
      if (isOver) end();
    } catch (error) {
      refuse(error);
    }
  };
  begin().catch((error: unknown) => {
    if (!isOver) watcher.onProblem(error, { isOver: true });
  });
  return stop;
}

/** How often it is asked again who watches: time ends a session without a word. In milliseconds. */
const recheckMs = 15_000;

/** Lets a watch be asked again who calls, and end with the service. */
function enter(
  { streams, platform }: Engine,
  { principal }: Call,
  watch: Watch,
  bye: () => void,
): () => void {
  const recheck = (): void => watch.recheck();
  let askedAt = platform.monotonic();
  const tick = (now: number): void => {
    if (principal.kind === "anonymous" || now - askedAt < recheckMs) return;
    askedAt = now;
    recheck();
  };
  const leave = streams.add({ principal, tick, recheck, bye });
  return (): void => {
    leave();
    watch.close();
  };
}

function beginCall(
  engine: Engine,
  plan: Plan,
  options: Pick<LinkOptions, "headers" | "snapshot">,
): Call {
  const { platform } = engine;
  const id = engine.nextRequestId();
  const call = createCall(toExchange(plan, options), id, platform.monotonic(), undefined);
  call.plan = plan;
  call.isWatch = true;
  identify(engine, call);
  return call;
}

function tellWatcher(watcher: LinkWatcher, state: WatchState): void {
  const { token } = state;
  if (state.problem === undefined)
    watcher.onOutput(JSON.parse(state.text), { token, hash: state.hash });
  else watcher.onProblem(new ProblemError(state.problem), { token, isOver: state.ended });
}
