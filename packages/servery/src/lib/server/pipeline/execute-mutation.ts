import type { AnyData } from "../data/any-data.ts";
import type { Ledger, WriteJob, WriteOutcome } from "../data/data.ts";
import type { AuditLine } from "./audit-trail.ts";
import type { Call } from "./call.ts";
import { CallContext } from "./context.ts";
import { clearOutput } from "./egress/clear-output.ts";
import type { Engine } from "./engine.ts";
import { findOutcome, type IdempotencyClaim, storeOutcome } from "./idempotency.ts";
import { invoke } from "./invoke.ts";
import { withClaim } from "./in-flight.ts";
import { createOutcomeKeeper } from "./outcome.ts";
import { toRowCaller } from "../handling/principal.ts";
import type { Plan } from "./plan.ts";

// `any` as in `AnyData`.
// oxlint-disable-next-line typescript/no-explicit-any
type Job = WriteJob<any, unknown>;

/**
 * One transaction, with its line of the audit trail, which stays even where the effect is undone. The
 * result is projected in it and looked through, so that one that may not leave undoes what it tells of. Under an
 * idempotency key, the outcome is stored in the same transaction: after the answer, or without one after
 * a crash, either both effect and outcome are there or neither.
 */
export function executeMutation(
  engine: Engine,
  call: Call,
  plan: Plan,
  input: unknown,
): Promise<unknown> {
  const data = engine.data!;
  const line = engine.audit.begin(call, plan);
  const job: Job = {
    operation: plan.id,
    timeoutMs: engine.limits.mutationTimeoutMs,
    signal: call.exchange.signal,
    caller: toRowCaller(call.principal),
    onUnrestricted: line.onUnrestricted,
    onCommitted: (count) => void (call.snapshot = count),
    run: (db, ledger) =>
      invoke(engine, plan, new CallContext(engine, call, plan, input, db, ledger)).then((result) =>
        clearOutput(engine, call, plan.output(result)),
      ),
  };
  const { claim } = call;
  if (claim !== undefined) return writeOnce(engine, data, call, plan, claim, { line, job });
  return data.write({ ...job, ledger: line.write });
}

function writeOnce(
  engine: Engine,
  data: AnyData,
  call: Call,
  plan: Plan,
  claim: IdempotencyClaim,
  { line, job }: { readonly line: AuditLine; readonly job: Job },
): Promise<unknown> {
  const keeper = createOutcomeKeeper(engine, call, plan);
  const before = (ledger: Ledger) => {
    const replay = findOutcome(ledger, claim, engine.now());
    return replay === undefined ? undefined : { replay };
  };
  const ledger = (book: Ledger, outcome: WriteOutcome<unknown>) => {
    line.write(book, outcome);
    const stored = keeper.toStored(outcome);
    if (stored === undefined) return;
    storeOutcome(book, claim, stored);
    keeper.purge(book);
  };
  return withClaim(engine, claim, () => data.write({ ...job, before, ledger }));
}
