import type { WriteOutcome } from "../data/data.ts";
import { isDataError } from "../data/data-error.ts";
import { createActionContext } from "./action-context.ts";
import type { AuditLine } from "./audit-trail.ts";
import type { Call } from "./call.ts";
import { refuseUnbegun } from "./data-problem.ts";
import { withDeadline } from "./deadline.ts";
import { clearOutput } from "./egress/clear-output.ts";
import type { Engine } from "./engine.ts";
import {
  dropLease,
  findOutcome,
  type IdempotencyClaim,
  type Replay,
  settleLease,
  storeOutcome,
} from "./idempotency.ts";
import { callHandler } from "./invoke.ts";
import { createOutcomeKeeper } from "./outcome.ts";
import type { Plan } from "./plan.ts";
import { refuse } from "../handling/refusal.ts";

/** How long after its deadline an action that does not end still holds its key. */
const graceMs = 30_000;

/**
 * An action runs outside of any transaction and may take as long as its deadline.
 *
 * Under an idempotency key a lease is committed before it starts, and its outcome after it has ended.
 * Promised: while the lease holds, no second run starts, in this process or another; once the outcome
 * is stored, it is what every repetition gets. Not promised: a process that dies between an outside
 * effect and the storing of the outcome leaves the lease; repetitions get 409 until it ends (the
 * deadline and 30 seconds after the start), and the next one runs the action again. So an action's
 * outside effects happen at least once, and once only where what it calls takes idempotency keys.
 */
export function executeAction(
  engine: Engine,
  call: Call,
  plan: Plan,
  input: unknown,
): Promise<unknown> {
  const { claim } = call;
  return claim === undefined
    ? runInTime(engine, call, plan, input, undefined)
    : runLeased(engine, call, plan, input, claim);
}

/** An idempotency key while its action runs. */
interface Lease {
  readonly claim: IdempotencyClaim;
  readonly name: string;
}

async function runLeased(
  engine: Engine,
  call: Call,
  plan: Plan,
  input: unknown,
  claim: IdempotencyClaim,
): Promise<unknown> {
  const lease = { claim, name: engine.random.id() };
  const replay = await takeLease(engine, plan, lease).catch(toUnbegun);
  return replay ?? runInTime(engine, call, plan, input, lease);
}

/** Nothing has begun yet, so the client may be told to come again. */
function toUnbegun(error: unknown): never {
  throw (isDataError(error) ? refuseUnbegun(error) : undefined) ?? error;
}

/** Commits the lease, before anything can have an effect. */
function takeLease(
  engine: Engine,
  plan: Plan,
  { claim, name }: Lease,
): Promise<Replay | undefined> {
  const { now } = engine;
  return engine.data!.write<Replay | undefined>({
    operation: `${plan.id} (lease)`,
    run: () => Promise.resolve(undefined),
    before(ledger) {
      const replay = findOutcome(ledger, claim, now());
      return replay === undefined ? undefined : { replay };
    },
    ledger(ledger) {
      const expiresAt = now() + engine.limits.actionTimeoutMs + graceMs;
      storeOutcome(ledger, claim, { status: null, outcome: null, lease: name, expiresAt });
    },
  });
}

/**
 * Runs the handler. At the deadline the caller is answered and `signal` aborted; what then still comes
 * of the handler is written down all the same.
 */
function runInTime(
  engine: Engine,
  call: Call,
  plan: Plan,
  input: unknown,
  lease: Lease | undefined,
): Promise<unknown> {
  const expiry = new AbortController();
  const line = engine.audit.begin(call, plan);
  const context = createActionContext(engine, call, plan, input, { expired: expiry.signal, line });
  const conclude = (outcome: WriteOutcome<unknown>) =>
    writeEnd(engine, call, plan, { outcome, line, lease });
  const concluded = callHandler(plan, context)
    .then((result) => clearOutput(engine, call, plan.output(result)))
    .then(
      (value) => conclude({ ok: true, value }).then(() => value),
      (error) => conclude({ ok: false, error }).then(() => Promise.reject(error as Error)),
    );
  return withDeadline(engine.deadlines, engine.limits.actionTimeoutMs, concluded, () => {
    expiry.abort(new DOMException(`${plan.id} took too long.`, "TimeoutError"));
    const outcome = { ok: false, error: refuse("deadline_exceeded") } as const;
    void writeEnd(engine, call, plan, { outcome, line, lease: undefined });
  });
}

interface End {
  readonly outcome: WriteOutcome<unknown>;
  readonly line: AuditLine;
  readonly lease: Lease | undefined;
}

/**
 * Writes down how an action ended: its line of the audit trail, and in the place of the lease the
 * outcome. That fails only with the database; then the lease runs out, and the log has the rest.
 */
async function writeEnd(
  engine: Engine,
  call: Call,
  plan: Plan,
  { outcome, line, lease }: End,
): Promise<void> {
  const keeper = createOutcomeKeeper(engine, call, plan);
  const stored = lease === undefined ? undefined : keeper.toStored(outcome);
  try {
    await engine.data!.write({
      operation: `${plan.id} (outcome)`,
      onCommitted: (count) => void (call.snapshot = count),
      run: () => Promise.resolve(),
      ledger(ledger) {
        line.write(ledger, outcome);
        if (lease === undefined) return;
        if (stored === undefined) dropLease(ledger, lease.claim, lease.name);
        else settleLease(ledger, lease.claim, lease.name, stored);
        keeper.purge(ledger);
      },
    });
  } catch (error) {
    engine.log.error(
      { requestId: call.requestId, operation: plan.id, error },
      "How an action ended could not be written down",
    );
  }
}
