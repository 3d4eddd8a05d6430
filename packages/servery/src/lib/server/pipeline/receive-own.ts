import { unauthenticated } from "./access.ts";
import { shedLoad } from "./admit.ts";
import type { Call } from "./call.ts";
import { noBody, readJsonBody } from "./decode-body.ts";
import type { Engine } from "./engine.ts";
import { assertNotForged } from "./forgery.ts";
import { identifyBearer } from "./identify.ts";
import { refuseClosed } from "./pipeline.ts";

/** As which a route of the service's own is guarded from forgery. */
const ownPost = { operation: { method: "POST" }, opensSession: false };

/**
 * Brings a request for a route of the service's own through the same stages as an operation's, as far as its
 * JSON body; `undefined` for none.
 * @throws Refusal
 */
export async function receiveOwn(engine: Engine, call: Call): Promise<unknown> {
  if (engine.state.phase !== "open") throw refuseClosed(engine);
  identifyBearer(engine, call);
  shedLoad(engine);
  engine.limiter.take(call, undefined);
  assertNotForged(engine, call, ownPost);
  const body = await readJsonBody(call.exchange, engine.limits, engine.bodies);
  // Others have begun while it came, and the caller may have been signed out.
  shedLoad(engine);
  assertSameCaller(engine, call);
  return body === noBody ? undefined : body;
}

/** Asks again who calls, and refuses when that is not who began the request. */
export function assertSameCaller(engine: Engine, call: Call): void {
  const { key } = call.principal;
  if (key === "anonymous") return;
  identifyBearer(engine, call);
  if (call.principal.key !== key) throw unauthenticated(call.isCredentialInvalid);
}
