import type { SecurityEvent } from "../../contract/identity/administration.ts";
import type { Ledger, SystemReads } from "../data/data.ts";
import { toConditions } from "./audit.ts";

/** What looks like an attack, apart from the requests of which it is made. */
export const securityEventTables: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS servery_security_events (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  severity TEXT NOT NULL,
  user_id TEXT,
  address TEXT,
  detail TEXT NOT NULL,
  count INTEGER NOT NULL
) STRICT`,
];

/** What was seen. */
type SecurityEventKind =
  | "account_enumeration"
  | "credential_stuffing"
  | "forged_request"
  | "limit_storm"
  | "lockout"
  | "refresh_reuse"
  | "route_probing"
  | "secret_leak"
  | "spam"
  | "suspicious_sign_in";

/** One sighting. `detail` is a sentence, without anything that a caller sent and nobody checked. */
export interface SecurityEventInput {
  readonly kind: SecurityEventKind;
  readonly severity: SecurityEvent["severity"];
  readonly userId: string | null;
  readonly address: string | null;
  readonly detail: string;
}

/** Writes an event that was seen so often since a time in epoch milliseconds; answers its id. */
export function insertSecurityEvent(
  ledger: Ledger,
  event: SecurityEventInput,
  { at, count }: { readonly at: number; readonly count: number },
): number {
  const row = ledger.get(
    "INSERT INTO servery_security_events (at, kind, severity, user_id, address, detail, count) VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id",
    at,
    event.kind,
    event.severity,
    event.userId,
    event.address,
    event.detail,
    count,
  );
  return Number(row!["id"]);
}

/** Notes that an event was seen so many times more. */
export function raiseCount(ledger: Ledger, id: number, count: number): void {
  ledger.run("UPDATE servery_security_events SET count = count + ? WHERE id = ?", count, id);
}

/** Deletes those of the oldest events that were seen before a time; 200 at most. */
export function purgeSecurityEvents(ledger: Ledger, before: number): void {
  ledger.run(
    "DELETE FROM servery_security_events WHERE at < ? AND id IN (SELECT id FROM servery_security_events ORDER BY id LIMIT 200)",
    before,
  );
}

/** Which events to read. */
export interface SecurityEventQuery {
  readonly kind?: string | undefined;
  readonly userId?: string | undefined;
  /** The last id of the page before. */
  readonly before?: number | undefined;
  /** Default 50. */
  readonly pageSize?: number | undefined;
}

/** Reads a page of events, the latest first. */
export function readSecurityEvents(
  system: SystemReads,
  { kind, userId, before, pageSize = 50 }: SecurityEventQuery = {},
): SecurityEvent[] {
  const conditions = toConditions({ "kind = ?": kind, "user_id = ?": userId, "id < ?": before });
  const rows = system.all(
    `SELECT id, at, kind, severity, user_id AS userId, address, detail, count FROM servery_security_events${conditions.where} ORDER BY id DESC LIMIT ?`,
    ...conditions.parameters,
    pageSize,
  );
  // As the table's own columns are declared.
  return rows.map((row) => ({ ...row }) as unknown as SecurityEvent);
}
