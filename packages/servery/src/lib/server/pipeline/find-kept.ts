import type { OutputEntry } from "../live/entry.ts";
import { createAsk } from "./ask-caller.ts";
import type { Call } from "./call.ts";
import { decode } from "./decode.ts";
import type { Engine } from "./engine.ts";
import { toLiveQuery } from "./live-query.ts";
import type { Plan } from "./plan.ts";

/** A longer address is not remembered: it is nobody's second look. */
const longestAlias = 1000;

/**
 * The answer that is kept for an admitted call over HTTP. Its address alone says which, where it was decoded
 * before: so an answer from the cache is neither decoded nor validated again.
 */
export function findKept(engine: Engine, call: Call, plan: Plan): OutputEntry | undefined {
  const { live } = engine;
  if (!plan.isKept || plan.operation.method !== "GET" || live === undefined) return undefined;
  const { target } = call.exchange;
  if (target.length > longestAlias) return undefined;
  const kept = live.findByAlias(target, createAsk(call, engine.now), call.startedAt);
  if (kept === undefined) {
    // What takes long is worth sharing and keeping at once.
    if (plan.operation.heavy || live.look(target)) call.alias = target;
    else call.isFirstSight = true;
    return undefined;
  }
  call.snapshot = live.count();
  // Apart, for its run says nothing about the state of this answer.
  if (live.wantsAudit(kept, call.startedAt)) void audit(engine, { ...call }, plan, kept);
  return kept;
}

/** What cannot be decoded any more cannot be compared either. */
async function audit(engine: Engine, call: Call, plan: Plan, kept: OutputEntry): Promise<void> {
  try {
    const input = await decode(engine, call, plan);
    await engine.live?.audit(
      toLiveQuery(engine, call, plan, () => input),
      kept,
    );
  } catch (error) {
    engine.log.error({ error, operation: plan.id }, "An answer from the cache was not compared");
  }
}
