import { unauthenticated } from "./access.ts";
import type { Call } from "./call.ts";
import type { Engine } from "./engine.ts";
import { assertNotForged } from "./forgery.ts";
import { readIdempotencyKey } from "./idempotency-key.ts";
import { identify } from "./identify.ts";
import { assertReached } from "./assert-reached.ts";
import type { Plan } from "./plan.ts";
import { refuse } from "../handling/refusal.ts";

/**
 * Decides whether an operation may begin: the service's load, how often the caller calls, whether a page
 * of ours sent it, who may call, the idempotency key. The look-up of the key's outcome belongs to execute,
 * into the transaction of the effect.
 */
export function admit(engine: Engine, call: Call, plan: Plan): void {
  shedLoad(engine);
  engine.limiter.take(call, plan.gauge);
  assertNotForged(engine, call, plan);
  plan.access?.(call, engine.now());
  if (plan.operation.kind === "query") assertReached(engine, call);
  if (plan.operation.kind !== "query" && !plan.operation.repeatable)
    call.idempotencyKey = readIdempotencyKey(call.exchange, call.principal, plan.operation);
}

/**
 * Decides it again once the body has come, which its sender may hold back for half a minute: others have
 * begun meanwhile, and the caller may have been signed out, or have lost a role.
 */
export function readmit(engine: Engine, call: Call, plan: Plan): void {
  shedLoad(engine);
  const { principal } = call;
  if (principal.kind === "anonymous") return;
  identify(engine, call);
  // Also where everybody may call: nothing is done in another name than it was begun in.
  if (call.principal.key !== principal.key) throw unauthenticated(call.isCredentialInvalid);
  plan.access?.(call, engine.now());
}

/**
 * Refuses at once what would otherwise wait: a busy service that answers late serves nobody. Requests
 * that wait for their body, or for a change, are not at work, or they would keep out all others.
 */
export function shedLoad({ state, bodies, streams, limits, platform }: Engine): void {
  if (state.active - bodies.waiting - streams.waiting > limits.concurrentRequests)
    throw overloaded(`It is at work on ${limits.concurrentRequests} requests.`);
  if (platform.eventLoopLag() > limits.eventLoopLagMs) throw overloaded("It runs late.");
}

function overloaded(why: string): Error {
  return refuse("overloaded", `${why} Send the request again later.`, {
    headers: { "retry-after": "1" },
  });
}
