import type { Ledger, WriteOutcome } from "../data/data.ts";
import type { Call } from "./call.ts";
import type { Engine } from "./engine.ts";
import { toFailure } from "./failure.ts";
import { purgeExpired, type StoredOutcome } from "./idempotency.ts";
import type { Plan } from "./plan.ts";

/** Turns outcomes into what is kept of them. */
export interface OutcomeKeeper {
  /** `undefined` for an outcome that is not kept: a 5xx, after which the request may be sent again. */
  toStored(
    outcome: WriteOutcome<unknown>,
  ): (StoredOutcome & { readonly status: number }) | undefined;
  /** Deletes expired outcomes, now and then. */
  purge(ledger: Ledger): void;
}

const purgeEvery = 100;
let written = 0;

/** Makes what keeps the outcome of one call. */
export function createOutcomeKeeper(engine: Engine, call: Call, plan: Plan): OutcomeKeeper {
  const { now } = engine;
  return {
    toStored(outcome) {
      const kept = outcome.ok
        ? keepResult(call, plan, outcome.value)
        : keepProblem(engine, plan, outcome.error);
      if (kept === undefined) return undefined;
      return { ...kept, lease: null, expiresAt: now() + engine.limits.idempotencyMs };
    },
    purge(ledger) {
      if (++written % purgeEvery === 0) purgeExpired(ledger, now());
    },
  };
}

interface Kept {
  readonly status: number;
  readonly outcome: string | null;
}

/** Of a sensitive output the status alone is kept: its replay is the problem `outcome_withheld`. */
function keepResult(call: Call, plan: Plan, result: unknown): Kept {
  const { status } = plan.operation;
  if (plan.isBodyless) return { status, outcome: null };
  call.body ??= JSON.stringify(result);
  return { status, outcome: plan.withholdsOutcome ? null : call.body };
}

/** One with a secret in it is answered by a 500, and so not kept either. */
function keepProblem({ egress }: Engine, plan: Plan, error: unknown): Kept | undefined {
  const { problem } = toFailure(error, plan);
  const { type, title, status, code } = problem;
  if (status >= 500) return undefined;
  const kept = plan.operation.sensitive === true ? { type, title, status, code } : problem;
  const outcome = JSON.stringify(kept);
  return egress.isIdle || egress.findIn(outcome) === undefined ? { status, outcome } : undefined;
}
