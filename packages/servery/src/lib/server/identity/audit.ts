import type { AuditEntry } from "../../contract/identity/administration.ts";
import type { SqlRow, SqlValue } from "../../ports/database.ts";
import type { Ledger, SystemReads } from "../data/data.ts";

/**
 * The audit trail: who did which operation, when, from where, and what came of it. It has no column
 * for what was sent or answered, so nothing sensitive can get into it. Rows stand in the order in which
 * they were written, and there is no index: one by user makes each write fourteen times as much (decisions/092).
 */
export const auditTables: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS servery_audit (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  operation TEXT NOT NULL,
  user_id TEXT,
  credential TEXT,
  address TEXT,
  outcome TEXT NOT NULL,
  request_id TEXT NOT NULL,
  unrestricted INTEGER NOT NULL
) STRICT`,
];

/** One line of the trail, to be written. */
export interface AuditRecord {
  /** Epoch milliseconds. */
  readonly at: number;
  readonly operation: string;
  readonly userId: string | null;
  /** What proved it, and its name: `session:…`, `token:…` or `api_key:…`; no secret. */
  readonly credential: string | null;
  readonly address: string | null;
  /** `ok`, the code of the problem, or `written` for a write of an action before its end. */
  readonly outcome: string;
  readonly requestId: string;
  /** Whether rows were used without their policies. Default `false`. */
  readonly unrestricted?: boolean;
}

/** Writes a line into the transaction that it tells of. */
export function writeAudit(ledger: Ledger, record: AuditRecord): void {
  ledger.run(
    "INSERT INTO servery_audit (at, operation, user_id, credential, address, outcome, request_id, unrestricted) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
    record.at,
    record.operation,
    record.userId,
    record.credential,
    record.address,
    record.outcome,
    record.requestId,
    record.unrestricted === true ? 1 : 0,
  );
}

/** Deletes those of the oldest lines that were written before a time; 200 at most, so that it takes no time. */
export function purgeAudit(ledger: Ledger, before: number): void {
  ledger.run(
    "DELETE FROM servery_audit WHERE at < ? AND id IN (SELECT id FROM servery_audit ORDER BY id LIMIT 200)",
    before,
  );
}

/** Which lines to read. */
export interface AuditQuery {
  readonly userId?: string | undefined;
  readonly operation?: string | undefined;
  /** The last id of the page before. */
  readonly before?: number | undefined;
  /** Whether the writes of an action stand beside its end. Default `false`. */
  readonly details?: boolean | undefined;
  /** Default 50. */
  readonly pageSize?: number | undefined;
}

/** Without an index, so many lines take about a fifth of a second, in which nothing else runs. */
const mostLooked = 1_000_000;

/**
 * A write of an action, of which a later line tells more. An id may be sent by a caller, so address and
 * operation must be the same too: nobody's line covers another's. There is no index, so it looks no further
 * than so many lines ahead; what is further apart stays.
 */
const notCovered = `(outcome <> ? OR NOT EXISTS (
  SELECT 1 FROM servery_audit AS later WHERE later.id > line.id AND later.id <= line.id + 1000
    AND later.request_id = line.request_id AND later.operation = line.operation AND later.address IS line.address))`;

/**
 * Reads a page of the trail, the latest line first. It looks at no more than a million lines; further
 * back nobody should have to look in a running service.
 */
export function readAudit(
  system: SystemReads,
  { userId, operation, before, details = false, pageSize = 50 }: AuditQuery = {},
): AuditEntry[] {
  const end =
    before ?? Number(system.get("SELECT max(id) AS last FROM servery_audit")?.["last"] ?? 0) + 1;
  const conditions = toConditions({
    "user_id = ?": userId,
    "operation = ?": operation,
    "id < ?": end,
    "id >= ?": end - mostLooked,
    [notCovered]: details ? undefined : "written",
  });
  const rows = system.all(
    `SELECT * FROM servery_audit AS line${conditions.where} ORDER BY id DESC LIMIT ?`,
    ...conditions.parameters,
    pageSize,
  );
  return rows.map(toEntry);
}

/** The conditions that were given a value, as a `WHERE`. */
export function toConditions(given: Readonly<Record<string, SqlValue | undefined>>): {
  readonly where: string;
  readonly parameters: readonly SqlValue[];
} {
  const held = Object.entries(given).filter(
    (condition): condition is [string, SqlValue] => condition[1] !== undefined,
  );
  return {
    where: held.length === 0 ? "" : ` WHERE ${held.map(([condition]) => condition).join(" AND ")}`,
    parameters: held.map(([, value]) => value),
  };
}

function toEntry(row: SqlRow): AuditEntry {
  return {
    id: Number(row["id"]),
    at: Number(row["at"]),
    operation: String(row["operation"]),
    userId: toText(row["user_id"]),
    credential: toText(row["credential"]),
    address: toText(row["address"]),
    outcome: String(row["outcome"]),
    requestId: String(row["request_id"]),
    unrestricted: row["unrestricted"] === 1,
  };
}

function toText(value: SqlValue | undefined): string | null {
  return value === null || value === undefined ? null : String(value);
}
