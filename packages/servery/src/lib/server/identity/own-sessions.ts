import type { CoreOperations } from "../../contract/identity/core.ts";
import { forgetCaller, type IdentityCore } from "./core.ts";
import { toDeviceName } from "./device-name.ts";
import type { IdentityFeature, IdentityHandler } from "./feature.ts";
import { userOf } from "./own-account.ts";
import { endSession, endSessions, readSessions } from "./sessions.ts";

type Operations = CoreOperations["sessions"];

/** What users see of their sessions, and how they end them. */
export function createOwnSessions(core: IdentityCore): IdentityFeature {
  return {
    handlers: {
      "sessions.list": list(core),
      "sessions.revoke": revoke(core),
      "sessions.revokeOthers": revokeOthers(core),
    },
  };
}

function list({ settings }: IdentityCore): IdentityHandler<Operations["list"]> {
  return ({ visit, system, now }) => {
    const { userId, credentialId } = userOf(visit);
    const sessions = readSessions(system, settings.lifetimes, userId, now());
    return {
      items: sessions.map((session) => ({
        id: session.id,
        device: toDeviceName(session.userAgent),
        address: session.address,
        createdAt: session.createdAt,
        lastUsedAt: session.lastUsedAt,
        expiresAt: session.expiresAt,
        kind: session.kind,
        current: session.id === credentialId,
      })),
    };
  };
}

function revoke(core: IdentityCore): IdentityHandler<Operations["revoke"]> {
  return ({ input, visit, ledger, fail }) => {
    const { userId } = userOf(visit);
    if (!endSession(ledger, userId, input.id)) throw fail("not_found");
    forgetCaller(core, ledger, userId);
  };
}

function revokeOthers(core: IdentityCore): IdentityHandler<Operations["revokeOthers"]> {
  return ({ visit, ledger }) => {
    const { userId, credentialId } = userOf(visit);
    const ended = endSessions(ledger, { userId, except: credentialId });
    forgetCaller(core, ledger, userId);
    return { ended };
  };
}
