import { ServeryError } from "../../base/servery-error.ts";
import type { Ledger, WriteOutcome } from "../data/data.ts";
import { type AuditRecord, purgeAudit, writeAudit } from "../identity/audit.ts";
import { purgeSecurityEvents } from "../identity/security-event-rows.ts";
import type { Call } from "./call.ts";
import { toFailure } from "./failure.ts";
import type { Plan } from "./plan.ts";

/** How long the audit trail and the security events are kept. */
export interface AuditSettings {
  /** Days after which a line is deleted, once others are written. Default 365. */
  readonly keepDays?: number;
}

/** One line to be, as it is gathered. */
export interface AuditLine {
  /** To be told when rows are used without their policies. */
  readonly onUnrestricted: () => void;
  /** Writes the line into the transaction that it tells of. `written`: an action's, which goes on. */
  write(ledger: Ledger, outcome: WriteOutcome<unknown> | "written"): void;
}

/** Writes down who did what. */
export interface AuditTrail {
  begin(call: AuditedCall, plan: Plan): AuditLine;
}

type AuditedCall = Pick<Call, "principal" | "actingAs" | "address" | "requestId">;

const purgeEvery = 100;
const dayMs = 24 * 60 * 60 * 1000;

/**
 * Makes the audit trail of a service.
 * @throws ServeryError `invalid_audit`.
 */
export function createAuditTrail(now: () => number, { keepDays = 365 }: AuditSettings): AuditTrail {
  if (!(keepDays > 0))
    throw new ServeryError("invalid_audit", `audit.keepDays must be more than 0, not ${keepDays}.`);
  let written = 0;
  const purge = (ledger: Ledger): void => {
    const before = now() - keepDays * dayMs;
    purgeAudit(ledger, before);
    purgeSecurityEvents(ledger, before);
  };
  return {
    begin(call, plan) {
      let unrestricted = false;
      return {
        onUnrestricted: () => void (unrestricted = true),
        write(ledger, outcome) {
          const word = typeof outcome === "string" ? outcome : toWord(outcome, plan);
          writeAudit(ledger, toRecord(call, plan, { at: now(), outcome: word, unrestricted }));
          if (++written % purgeEvery === 0) purge(ledger);
        },
      };
    },
  };
}

function toRecord(
  { principal, actingAs, address, requestId }: AuditedCall,
  { id }: Plan,
  rest: Pick<AuditRecord, "at" | "outcome" | "unrestricted">,
): AuditRecord {
  const isUser = principal.kind === "user";
  return {
    ...rest,
    operation: id,
    userId: isUser ? principal.userId : (actingAs ?? null),
    credential: isUser ? `${principal.credential}:${principal.credentialId}` : null,
    address: address ?? null,
    requestId,
  };
}

function toWord(outcome: WriteOutcome<unknown>, plan: Plan): string {
  return outcome.ok ? "ok" : toFailure(outcome.error, plan).problem.code;
}
