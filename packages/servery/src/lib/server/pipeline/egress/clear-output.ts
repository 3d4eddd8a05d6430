import type { Call } from "../call.ts";
import type { Engine } from "../engine.ts";
import { assertClear } from "./leak.ts";

/**
 * Lets a projected output pass only without secrets, while its transaction can still be undone. Its JSON is kept in the
 * call, for it is what will be answered.
 * @throws Refusal `internal_error`
 */
export function clearOutput(engine: Engine, call: Call, output: unknown): unknown {
  call.body = undefined;
  if (engine.egress.isIdle || output === undefined) return output;
  const text = JSON.stringify(output);
  assertClear(engine, call, text);
  call.body = text;
  return output;
}
