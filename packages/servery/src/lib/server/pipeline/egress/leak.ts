import type { Needle } from "../../../boundary/secrets/needles.ts";
import { refuse } from "../../handling/refusal.ts";
import type { SecurityEvents } from "../../identity/security-events.ts";
import type { Call } from "../call.ts";
import type { Engine } from "../engine.ts";

/** Where a secret was about to leave. */
export type Exit = "an answer" | "a header" | "a problem" | "a stream" | "a mail" | "the log";

/**
 * Says that a secret was about to leave: as a security event, and to the log. It tells the secret's name, and never its
 * value.
 */
export function reportLeak(
  { log, securityEvents }: Pick<Engine, "log" | "securityEvents">,
  call: Call,
  { secret, encoding }: Needle,
  exit: Exit,
): void {
  const { requestId, plan, principal, address = null } = call;
  log.error(
    { requestId, operation: plan?.id, secretName: secret, encoding, exit },
    `The secret ${secret} was about to leave in ${exit}`,
  );
  securityEvents.report({
    kind: "secret_leak",
    severity: "critical",
    userId: principal.kind === "user" ? principal.userId : null,
    address,
    detail: toDetail(secret, encoding, exit, plan?.id),
  });
}

/** The same of what leaves outside of any request. */
export function reportLeakApart(
  { report }: Pick<SecurityEvents, "report">,
  { secret, encoding }: Needle,
  exit: Exit,
): void {
  const detail = toDetail(secret, encoding, exit, undefined);
  report({ kind: "secret_leak", severity: "critical", userId: null, address: null, detail });
}

function toDetail(name: string, encoding: string, exit: Exit, operation?: string): string {
  const of = operation === undefined ? "" : ` of ${operation}`;
  return `The secret ${name}, written as ${encoding}, was about to leave in ${exit}${of}`;
}

/**
 * As {@link assertClear}, of an output that leaves as it is.
 * @throws Refusal `internal_error`
 */
export function assertClearOutput(engine: Engine, call: Call, output: unknown): void {
  if (!engine.egress.isIdle && output !== undefined)
    assertClear(engine, call, JSON.stringify(output));
}

/**
 * Lets a text leave only without secrets. Where it is known to be without, it is not read again.
 * @throws Refusal `internal_error`
 */
export function assertClear(engine: Engine, call: Call, text: string): void {
  const { egress } = engine;
  if (egress.isIdle || text === call.clear) return;
  const needle = egress.findIn(text);
  if (needle !== undefined) {
    reportLeak(engine, call, needle, "an answer");
    throw refuse("internal_error");
  }
  call.clear = text;
}
