import type { CoreOperations } from "../../contract/identity/core.ts";
import { refuse } from "../handling/refusal.ts";
import { readAccount, readUser } from "./account.ts";
import { clearAttempts } from "./attempts.ts";
import { forgetCaller, type IdentityCore } from "./core.ts";
import { toDeviceName } from "./device-name.ts";
import type { IdentityFeature, IdentityHandler } from "./feature.ts";
import { assertNotLastAdministrator } from "./last-administrator.ts";
import { queueMail } from "./mail/queue.ts";
import { userOf } from "./own-account.ts";
import { readSessions } from "./sessions.ts";

/** What users may take with them, and how they go. */
export function createLeave(core: IdentityCore): IdentityFeature {
  return { handlers: { deleteAccount: deleteAccount(core), exportData: exportData(core) } };
}

function deleteAccount(core: IdentityCore): IdentityHandler<CoreOperations["deleteAccount"]> {
  const { settings, cookies } = core;
  return async ({ visit, ledger, db, now, fail }) => {
    const { userId } = userOf(visit);
    const user = readUser(ledger, userId);
    if (user === undefined) throw refuse("unauthenticated");
    assertNotLastAdministrator(core, ledger, userId, fail);
    await settings.given.onDelete?.({ db, userId });
    clearAttempts(core, { visit, ledger }, userId, undefined);
    // What is the user's in the tables of the identity goes with the row.
    ledger.run("DELETE FROM main.users WHERE id = ?", userId);
    forgetCaller(core, ledger, userId);
    queueMail(ledger, { to: user.email, kind: "account_deleted", data: {}, now: now() });
    const header = (name: string) => visit.header(name);
    ledger.onCommit(() => {
      for (const cookie of ["session", "device"] as const)
        visit.setCookie(...cookies.toClear(header, cookie));
    });
  };
}

function exportData(core: IdentityCore): IdentityHandler<CoreOperations["exportData"]> {
  const { settings, features } = core;
  return async ({ visit, system, db, now: clock }) => {
    const { userId } = userOf(visit);
    const now = clock();
    const account = readAccount(system, userId, now);
    const user = readUser(system, userId);
    if (account === undefined || user === undefined) throw refuse("unauthenticated");
    const sessions = readSessions(system, settings.lifetimes, userId, now).map(
      ({ id, userAgent, address, createdAt, lastUsedAt, expiresAt }) => ({
        id,
        device: toDeviceName(userAgent),
        address,
        createdAt,
        lastUsedAt,
        expiresAt,
      }),
    );
    const parts = features.map(({ exported }) => exported?.(system, userId) ?? {});
    return {
      exportedAt: now,
      account: Object.assign({ ...account, createdAt: user.createdAt, sessions }, ...parts),
      data: (await settings.given.export?.({ db, userId })) ?? null,
    };
  };
}
