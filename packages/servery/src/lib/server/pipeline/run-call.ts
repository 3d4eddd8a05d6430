import { admit } from "./admit.ts";
import type { Call } from "./call.ts";
import { validateInput } from "./decode.ts";
import type { Engine } from "./engine.ts";
import { execute } from "./execute.ts";
import { identify } from "./identify.ts";
import { refuseClosed } from "./pipeline.ts";
import type { Plan } from "./plan.ts";
import { assertHoneypotEmpty, assertNoProgram } from "./spam.ts";

/**
 * Brings a call that did not come by its own route through the same stages, with an input as JSON carries
 * it. Answers the projected output, or an outcome to be replayed.
 */
export async function runCall(
  engine: Engine,
  call: Call,
  plan: Plan,
  sent: unknown,
): Promise<unknown> {
  if (engine.state.phase !== "open") throw refuseClosed(engine);
  identify(engine, call);
  admit(engine, call, plan);
  await assertNoProgram(engine, call, plan);
  const valid = await validateInput(engine, call, plan, sent, []);
  assertHoneypotEmpty(engine, call, plan, valid);
  return execute(engine, call, plan, valid);
}
