import type { ReadOptions } from "../data/data.ts";
import { toRowCaller } from "../handling/principal.ts";
import type { Call } from "./call.ts";
import type { Engine } from "./engine.ts";
import type { Plan } from "./plan.ts";

/** Reads have no line in the audit trail; in dev the log tells of those without policies. */
export function toReadOptions(
  { mode, log }: Engine,
  { principal, requestId }: Call,
  plan: Plan,
): ReadOptions {
  const caller = toRowCaller(principal);
  if (mode !== "dev")
    return caller === undefined ? plan.readOptions : { ...plan.readOptions, caller };
  const onUnrestricted = () =>
    log.info({ requestId, operation: plan.id }, "A query reads rows without their policies");
  return { ...plan.readOptions, caller, onUnrestricted };
}
