import type { Role } from "../access.ts";
import type { JsonSchema } from "../json-schema.ts";
import { nothing } from "../nothing.ts";
import { mutation, query } from "../operation.ts";
import { sensitive } from "../sensitive.ts";
import { lastAdministrator, notFound } from "./problems.ts";
import {
  email,
  flag,
  label,
  listOf,
  nullable,
  object,
  oneOf,
  text,
  time,
  toObject,
} from "./schemas.ts";

/** A user, as administrators see them. */
export interface AdministeredUser {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  readonly roles: string[];
  readonly plans: string[];
  readonly createdAt: number;
  readonly disabled: boolean;
}

/** One line of the audit trail: who did what, when, from where, and what came of it. */
export interface AuditEntry {
  readonly id: number;
  readonly at: number;
  readonly operation: string;
  readonly userId: string | null;
  readonly credential: string | null;
  readonly address: string | null;
  /**
   * `ok`, or the code of the problem. `written` is what an action had committed before it ended; without
   * `details` only that of an action which is not over, or never was: its process died.
   */
  readonly outcome: string;
  readonly requestId: string;
  /** Whether rows were used without their policies. */
  readonly unrestricted: boolean;
}

/** Traffic that looks like an attack. */
export interface SecurityEvent {
  readonly id: number;
  readonly at: number;
  readonly kind: string;
  readonly severity: "info" | "warning" | "critical";
  readonly userId: string | null;
  readonly address: string | null;
  readonly detail: string;
  /** How often it was seen within its window. */
  readonly count: number;
}

const user: JsonSchema = toObject({
  id: text,
  email,
  name: nullable(text),
  roles: listOf(text),
  plans: listOf(text),
  createdAt: time,
  disabled: flag,
});
const auditEntry = toObject({
  id: { type: "integer" },
  at: time,
  operation: text,
  userId: nullable(text),
  credential: nullable(text),
  address: nullable(text),
  outcome: text,
  requestId: text,
  unrestricted: flag,
});
const securityEvent = toObject({
  id: { type: "integer" },
  at: time,
  kind: text,
  severity: oneOf("info", "warning", "critical"),
  userId: nullable(text),
  address: nullable(text),
  detail: text,
  count: { type: "integer" },
});

interface Paged {
  readonly before?: number;
  readonly pageSize?: number;
}
const paged: Record<string, JsonSchema> = {
  "before?": { type: "integer", minimum: 1, description: "The last id of the page before" },
  "pageSize?": { type: "integer", minimum: 1, maximum: 200, default: 50 },
};

/** What administrators do with accounts, and what they can look up. */
export function administrationOperations(
  path: `/${string}`,
  administrators: Role,
  grants: { readonly roles: readonly string[]; readonly plans: readonly string[] },
) {
  const access = administrators;
  const fresh = [administrators, "fresh"] as const;
  const names = (known: readonly string[]): JsonSchema => ({
    type: "array",
    items: { type: "string", enum: [...known] },
    uniqueItems: true,
  });
  return {
    users: {
      list: query({
        path: `${path}/users`,
        access,
        summary: "Accounts, the newest first",
        input: object<{ search?: string; cursor?: string; pageSize?: number }>({
          "search?": { type: "string", maxLength: 200 },
          "cursor?": { type: "string", maxLength: 200 },
          "pageSize?": { type: "integer", minimum: 1, maximum: 200, default: 50 },
        }),
        output: object<{ readonly items: AdministeredUser[]; readonly nextCursor: string | null }>({
          items: listOf(user),
          nextCursor: nullable(text),
        }),
      }),
      setRoles: mutation({
        path: `${path}/users/:id/roles`,
        method: "PUT",
        access: fresh,
        summary: "Say which roles an account holds. Ends its sessions where it loses one",
        input: object<{ id: string; roles: string[] }>({ id: label, roles: names(grants.roles) }),
        output: nothing,
        problems: {
          not_found: notFound,
          last_administrator: lastAdministrator,
        },
      }),
      setPlan: mutation({
        path: `${path}/users/:id/plan`,
        method: "PUT",
        access: fresh,
        summary: "Give or take a plan",
        input: object<{ id: string; plan: string; holds: boolean; until?: number | null }>({
          id: label,
          plan: grants.plans.length === 0 ? text : oneOf(...grants.plans),
          holds: flag,
          "until?": nullable(time),
        }),
        output: nothing,
        problems: { not_found: notFound },
      }),
      setDisabled: mutation({
        path: `${path}/users/:id/disabled`,
        method: "PUT",
        access: fresh,
        summary: "Disable an account, which ends its sessions and keys, or enable it",
        input: object<{ id: string; disabled: boolean }>({ id: label, disabled: flag }),
        output: nothing,
        problems: {
          not_found: notFound,
          last_administrator: lastAdministrator,
        },
      }),
      invite: sensitive(
        mutation({
          path: `${path}/invitations`,
          access: fresh,
          status: 201,
          summary: "A one-time link to an account with roles",
          input: object<{ email: string; roles: string[] }>({ email, roles: names(grants.roles) }),
          output: object<{ readonly sent: true }>({ sent: { const: true } }),
        }),
      ),
    },
    audit: {
      list: query({
        path: `${path}/audit`,
        access,
        summary: "The audit trail, the latest first",
        input: object<{ userId?: string; operation?: string; details?: boolean } & Paged>({
          "userId?": label,
          "operation?": label,
          "details?": {
            ...flag,
            default: false,
            description: "Whether each write of an action stands beside how it ended",
          },
          ...paged,
        }),
        output: object<{ readonly items: AuditEntry[] }>({ items: listOf(auditEntry) }),
      }),
    },
    securityEvents: {
      list: query({
        path: `${path}/security-events`,
        access,
        summary: "Suspicious traffic, the latest first",
        input: object<{ kind?: string } & Paged>({ "kind?": label, ...paged }),
        output: object<{ readonly items: SecurityEvent[] }>({ items: listOf(securityEvent) }),
      }),
    },
  };
}
