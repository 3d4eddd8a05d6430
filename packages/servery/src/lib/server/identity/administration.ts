import type {
  AdministeredUser,
  administrationOperations,
} from "../../contract/identity/administration.ts";
import type { SqlRow } from "../../ports/database.ts";
import type { Ledger, SystemReads } from "../data/data.ts";
import { findUser, readUser, toNames, toUserRow, type UserRow } from "./account.ts";
import { readAudit } from "./audit.ts";
import { forgetCaller, type IdentityCore } from "./core.ts";
import { toEmailKey } from "./email.ts";
import { disable } from "./end-credentials.ts";
import type { IdentityFeature, IdentityHandler } from "./feature.ts";
import { addGrant, readGrants, removeGrant } from "./grants.ts";
import { createInvitation } from "./invitations.ts";
import { assertNotLastAdministrator } from "./last-administrator.ts";
import { queueMail } from "./mail/queue.ts";
import { userOf } from "./own-account.ts";
import { readSecurityEvents } from "./security-event-rows.ts";
import { endSessions, readSession, type Session } from "./sessions.ts";
import { type SignInContext, signInUser } from "./sign-in-user.ts";

type Operations = ReturnType<typeof administrationOperations>;
type Users = Operations["users"];

/** What administrators do with accounts, and look up. */
export function createAdministration(core: IdentityCore): IdentityFeature {
  if (core.administrators === undefined) return {};
  return {
    handlers: {
      "users.list": list,
      "users.setRoles": setRoles(core),
      "users.setPlan": setPlan(core),
      "users.setDisabled": setDisabled(core),
      "users.invite": invite(core),
      "audit.list": (({ input, system }) => ({
        items: readAudit(system, input),
      })) satisfies IdentityHandler<Operations["audit"]["list"]>,
      "securityEvents.list": (({ input, system }) => ({
        items: readSecurityEvents(system, input),
      })) satisfies IdentityHandler<Operations["securityEvents"]["list"]>,
    },
  };
}

const list: IdentityHandler<Users["list"]> = ({ input, system, now }) => {
  const { search = "", cursor, pageSize = 50 } = input;
  // Ids begin with the time at which they were made.
  const rows = system.all(
    `SELECT * FROM main.users WHERE (? IS NULL OR id < ?) AND (instr(emailKey, ?) > 0 OR instr(lower(coalesce(name, '')), ?) > 0)
      ORDER BY id DESC LIMIT ?`,
    cursor ?? null,
    cursor ?? null,
    toEmailKey(search),
    search.toLowerCase(),
    pageSize + 1,
  );
  const page = rows.slice(0, pageSize);
  const last = page.at(-1);
  return {
    items: page.map((row) => toAdministered(system, row, now())),
    nextCursor: rows.length > pageSize && last !== undefined ? String(last["id"]) : null,
  };
};

function toAdministered(reads: SystemReads, row: SqlRow, now: number): AdministeredUser {
  const { id, email, name, createdAt, disabledAt } = toUserRow(row)!;
  const held = toNames(readGrants(reads, id), now);
  return { id, email, name, ...held, createdAt, disabled: disabledAt !== null };
}

function setRoles(core: IdentityCore): IdentityHandler<Users["setRoles"]> {
  return ({ input, visit, ledger, now, fail }) => {
    const { id: userId } = findTarget(ledger, input.id, fail);
    const before = readGrants(ledger, userId).roles;
    const after = new Set(input.roles);
    const { administrators } = core;
    const lost = [...before].filter((name) => !after.has(name));
    if (administrators !== undefined && lost.includes(administrators))
      assertNotLastAdministrator(core, ledger, userId, fail);
    for (const name of lost) removeGrant(ledger, userId, { kind: "role", name });
    for (const name of after)
      if (!before.has(name)) addGrant(ledger, userId, { kind: "role", name }, { now: now() });
    const caller = userOf(visit);
    const own = caller.userId === userId ? readSession(ledger, caller.credentialId) : undefined;
    if (lost.length > 0) endSessions(ledger, { userId });
    forgetCaller(core, ledger, userId);
    // One's own session goes on with the rights that are left, under a new token.
    if (own !== undefined) renew(core, { visit, ledger, now: now() }, own);
  };
}

function renew(core: IdentityCore, context: SignInContext, own: Session): void {
  // Tokens cannot be handed over here: where a role was lost, they sign in again.
  if (own.kind === "cookie")
    signInUser(core, context, own.userId, { replaces: own.id, continues: own, quiet: true });
}

function setPlan(core: IdentityCore): IdentityHandler<Users["setPlan"]> {
  return ({ input, ledger, now, fail }) => {
    const { id: userId } = findTarget(ledger, input.id, fail);
    const plan = { kind: "plan", name: input.plan } as const;
    if (input.holds) addGrant(ledger, userId, plan, { now: now(), until: input.until });
    else removeGrant(ledger, userId, plan);
    forgetCaller(core, ledger, userId);
  };
}

function setDisabled(core: IdentityCore): IdentityHandler<Users["setDisabled"]> {
  return ({ input, ledger, now, fail }) => {
    const { id: userId } = findTarget(ledger, input.id, fail);
    if (input.disabled) assertNotLastAdministrator(core, ledger, userId, fail);
    disable(core, ledger, userId, input.disabled ? now() : null);
  };
}

function findTarget(ledger: Ledger, id: string, fail: (code: "not_found") => Error): UserRow {
  const user = readUser(ledger, id);
  if (user === undefined) throw fail("not_found");
  return user;
}

function invite(core: IdentityCore): IdentityHandler<Users["invite"]> {
  return ({ input, visit, ledger, now: clock }) => {
    const now = clock();
    const { email, roles } = input;
    const by = userOf(visit).userId;
    // Who has an account is not invited to another; roles are given to it by `setRoles`.
    if (findUser(ledger, toEmailKey(email)) !== undefined) return { sent: true };
    const { token, expiresAt } = createInvitation(core, ledger, { email, roles, by }, now);
    queueMail(ledger, {
      to: email,
      kind: "invitation",
      data: { token },
      now,
      validUntil: expiresAt,
    });
    return { sent: true };
  };
}
