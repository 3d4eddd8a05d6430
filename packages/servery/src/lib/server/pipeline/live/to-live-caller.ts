import type { Watch, WatchListener } from "../../live/watch-state.ts";
import type { Call } from "../call.ts";
import type { Engine } from "../engine.ts";
import { identifyBearer } from "../identify.ts";
import { fail } from "../pipeline.ts";
import { completeProblem } from "../reply.ts";
import type { LiveCaller } from "./live-caller.ts";

/** Where the queries of streams and polls are watched. */
export interface LiveSource {
  /** Watches a query as the caller of `outer`; rejects as the same call would. */
  openWatch(
    engine: Engine,
    outer: Call,
    query: { readonly operation: string; readonly input: unknown },
    listener: WatchListener,
  ): Promise<Watch>;
  /** The newest state up to which every listener has been told of all changes; `undefined` when not known. */
  settledToken(engine: Engine): string | undefined;
}

/** Makes the {@link LiveCaller} of a call whose exchange stays open. */
export function toLiveCaller(engine: Engine, call: Call, source: LiveSource): LiveCaller {
  const { key } = call.principal;
  return {
    get principal() {
      return call.principal;
    },
    onFailure: (error) =>
      engine.log.error({ requestId: call.requestId, error }, "A live stream failed, and was cut"),
    isStillSame() {
      identifyBearer(engine, call);
      return call.principal.key === key;
    },
    token: () => source.settledToken(engine),
    open: ({ operation, input }, listener) =>
      source.openWatch(engine, call, { operation, input }, listener),
    toProblem(error, { operation }) {
      const plan = engine.plans.get(operation);
      return completeProblem(engine, call, fail(engine, { ...call, plan }, error).problem);
    },
  };
}
