import type { Needle } from "../../../boundary/secrets/needles.ts";
import { toLabel } from "../../../boundary/secrets/secret.ts";
import type { Log } from "../../../ports/log.ts";
import type { Egress } from "./egress.ts";
import { hideSecrets } from "./hide-secrets.ts";
import { unescapeFully } from "./unescape-fully.ts";

/** Puts a secret's name in the place of its value in all that is logged. `onFound` is told of each. */
export function guardLog(log: Log, egress: Egress, onFound: (needle: Needle) => void): Log {
  const hide = (text: string) => hideIn(text, egress, onFound);
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

/** Secrets in one text, each in several ways of writing it, that are told apart. */
const mostFound = 20;
const decoder = new TextDecoder();

function hideIn(text: string, egress: Egress, onFound: (needle: Needle) => void): string {
  let hidden = text;
  for (let round = 0; round < mostFound; round++) {
    const needle = egress.findIn(hidden);
    if (needle === undefined) return hidden;
    const label = toLabel({ name: needle.secret });
    const without = hidden.replaceAll(decoder.decode(needle.bytes), () => label);
    // What is there in other escapes is looked for without them; what is not there then takes its whole text along.
    const [plain] = without === hidden ? unescapeFully(hidden) : [];
    if (plain === undefined) onFound(needle);
    if (plain === undefined && without === hidden) return label;
    hidden = plain ?? without;
  }
  return "has too many secrets";
}
