import type { Needle } from "../../../boundary/secrets/needles.ts";
import type { Log } from "../../../ports/log.ts";
import type { Egress } from "./egress.ts";
import { hideSecrets } from "./hide-secrets.ts";

/** Puts a secret's name in the place of its value in all that is logged. `onFound` is told of each. */
export function guardLog(log: Log, egress: Egress, onFound: (needle: Needle) => void): Log {
  const hide = (text: string) => egress.hideIn(text, onFound);
  const write =
    (level: "debug" | "info" | "warn" | "error") =>
    (fields: object, message: string): void => {
      if (egress.isIdle) log[level](fields, message);
      else log[level](hideFields(fields, hide), hide(message));
    };
  return {
    debug: write("debug"),
    info: write("info"),
    warn: write("warn"),
    error: write("error"),
    child: (fields) =>
      guardLog(log.child(egress.isIdle ? fields : hideFields(fields, hide)), egress, onFound),
  };
}

/** A log never throws, and a member may do so when it is read. */
function hideFields(fields: object, hide: (text: string) => string): object {
  try {
    const hidden = hideSecrets(fields, hide);
    return typeof hidden === "object" && hidden !== null ? hidden : { hidden };
  } catch {
    return { unloggable: "a member threw" };
  }
}
