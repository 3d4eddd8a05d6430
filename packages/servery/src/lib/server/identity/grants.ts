import type { Ledger, SystemReads } from "../data/data.ts";

/** The roles and plans that users hold. */
export const grantTables: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS servery_grants (
  user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  until INTEGER,
  granted_at INTEGER NOT NULL,
  PRIMARY KEY (user_id, kind, name)
) STRICT, WITHOUT ROWID`,
  "CREATE INDEX IF NOT EXISTS servery_grants_name ON servery_grants (kind, name)",
];

/** What a user holds. */
export interface Grants {
  readonly roles: ReadonlySet<string>;
  /** Each with the epoch milliseconds of its end; `null` without one. */
  readonly plans: ReadonlyMap<string, number | null>;
}

/** A role or a plan, by its name. */
export interface Grant {
  readonly kind: "role" | "plan";
  readonly name: string;
}

/** What a user holds, plans that have ended too. */
export function readGrants(reads: SystemReads, userId: string): Grants {
  const roles = new Set<string>();
  const plans = new Map<string, number | null>();
  for (const { kind, name, until } of reads.all(
    "SELECT kind, name, until FROM servery_grants WHERE user_id = ? ORDER BY name",
    userId,
  ))
    if (kind === "role") roles.add(String(name));
    else plans.set(String(name), until as number | null);
  return { roles, plans };
}

/** Gives a role, or a plan until a time. What was given before is replaced. */
export function addGrant(
  ledger: Ledger,
  userId: string,
  { kind, name }: Grant,
  { now, until = null }: { readonly now: number; readonly until?: number | null | undefined },
): void {
  ledger.run(
    `INSERT INTO servery_grants (user_id, kind, name, until, granted_at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (user_id, kind, name) DO UPDATE SET until = excluded.until`,
    userId,
    kind,
    name,
    until,
    now,
  );
}

/** Takes a role or a plan; answers whether the user held it. */
export function removeGrant(ledger: Ledger, userId: string, { kind, name }: Grant): boolean {
  const { changes } = ledger.run(
    "DELETE FROM servery_grants WHERE user_id = ? AND kind = ? AND name = ?",
    userId,
    kind,
    name,
  );
  return changes > 0;
}

/** Whether one user holds a role, with an account that may be used. */
export function isHolder(reads: SystemReads, role: string, userId: string): boolean {
  const row = reads.get(
    `SELECT 1 FROM servery_grants AS held JOIN main.users AS holder ON holder.id = held.user_id
      WHERE held.kind = 'role' AND held.name = ? AND holder.disabledAt IS NULL AND holder.id = ?`,
    role,
    userId,
  );
  return row !== undefined;
}

/** Whether somebody holds a role with an account that may be used; beside one user, where one is named. */
export function isHeld(reads: SystemReads, role: string, beside = ""): boolean {
  const row = reads.get(
    `SELECT 1 FROM servery_grants AS held JOIN main.users AS holder ON holder.id = held.user_id
      WHERE held.kind = 'role' AND held.name = ? AND holder.disabledAt IS NULL AND holder.id <> ? LIMIT 1`,
    role,
    beside,
  );
  return row !== undefined;
}
