import type { Finding, Step } from "servery/boundary";

import type { PlacedCall } from "./to-calls.ts";

/** The findings of the calls that are not where they should be; one for each call. */
export function toFindings(calls: readonly PlacedCall[]): readonly Finding[] {
  return calls.flatMap((call) => (call.severity === undefined ? [] : [toFinding(call)]));
}

function toFinding(call: PlacedCall): Finding {
  const { severity, reasons, fix, file, line, column } = call;
  const [{ rule, because, reason }] = reasons as [(typeof reasons)[number]];
  const shown = because.length === 0 ? "" : ` (${because.join(", ")})`;
  return {
    rule: `placement/${rule}`,
    severity: severity!,
    file,
    line,
    column,
    subject: [call.within, nameCall(call), ...because].filter((each) => each).join(" → "),
    message: `${nameCall(call)}${shown}: ${reason}`,
    fix,
    within: [],
    chain: toChain(call),
  };
}

/** A call in a few words: `POST api.openai.com/v1/chat by fetch`. */
export function nameCall({ by, method, targets, service, operation }: PlacedCall): string {
  if (operation !== undefined) return `the operation ${operation.id}`;
  const [first = "", ...others] = targets;
  const more = others.length === 0 ? "" : ` and ${others.length} more`;
  if (service === by) return first === "" ? by : `${by}: ${first}${more}`;
  return `${method} ${first === "" ? "/" : first}${more} by ${by}`.trim();
}

/** Of a helper, the first that calls it so, and the helper. */
function toChain({
  callers: [caller],
  within,
  by,
  file,
  line,
  column,
}: PlacedCall): readonly Step[] {
  if (caller === undefined) return [];
  return [
    { name: caller.file, ...caller },
    { name: within ?? by, file, line, column },
  ];
}
