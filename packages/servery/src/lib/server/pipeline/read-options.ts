import type { ReadOptions } from "../data/data.ts";
import type { ReadObserver } from "../data/read-observer.ts";
import { toRowCaller } from "../handling/principal.ts";
import type { Call } from "./call.ts";
import type { Engine } from "./engine.ts";
import type { Plan } from "./plan.ts";

/** Reads have no line in the audit trail; in dev the log tells of those without policies. */
export function toReadOptions(
  { mode, log }: Engine,
  { principal, requestId }: Call,
  { id, readOptions }: Plan,
  observer: ReadObserver,
): ReadOptions {
  const caller = toRowCaller(principal);
  // Written out, for it is made for every query: spreads take several times as long.
  const { operation, timeoutMs } = readOptions;
  const options = { operation, timeoutMs, caller, observer };
  if (mode !== "dev") return options;
  const onUnrestricted = () =>
    log.info({ requestId, operation: id }, "A query reads rows without their policies");
  return { ...options, onUnrestricted };
}
