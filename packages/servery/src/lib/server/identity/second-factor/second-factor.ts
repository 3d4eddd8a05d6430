import type { secondFactorOperations } from "../../../contract/identity/second-factor.ts";
import type { Ledger } from "../../data/data.ts";
import { readUser } from "../account.ts";
import { endChallenges } from "../challenges.ts";
import { forgetCaller, type IdentityCore } from "../core.ts";
import type { IdentityFeature, IdentityHandler } from "../feature.ts";
import { userOf } from "../own-account.ts";
import { endSessions } from "../sessions.ts";
import { secondFactorChallenge } from "../sign-in-user.ts";
import { tellUser } from "../tell-user.ts";
import { forgetSecondFactorFailures, createComplete } from "./complete.ts";
import {
  countRecoveryCodes,
  recoveryTables,
  removeRecoveryCodes,
  renewRecoveryCodes,
} from "./recovery-codes.ts";
import {
  beginTotp,
  confirmTotp,
  hasTotp,
  isTotpBegun,
  removeTotp,
  takeTotpCode,
  totpTables,
  toTotpUri,
} from "./totp.ts";

type Operations = ReturnType<typeof secondFactorOperations>["secondFactor"];

/** 160 bits, as RFC 4226 §4 recommends. */
const secretBytes = 20;

/** An authenticator app and recovery codes, asked for beside a password or an account elsewhere. */
export function createSecondFactor(core: IdentityCore): IdentityFeature {
  return {
    systemTables: [...totpTables, ...recoveryTables],
    secondFactor: {
      factors(reads, userId) {
        if (!hasTotp(reads, userId)) return [];
        return countRecoveryCodes(reads, userId) > 0 ? ["totp", "recovery_code"] : ["totp"];
      },
    },
    handlers: {
      "secondFactor.complete": createComplete(core),
      "secondFactor.state": state,
      "secondFactor.begin": begin(core),
      "secondFactor.confirm": confirm(core),
      "secondFactor.renewRecoveryCodes": renew(core),
      "secondFactor.remove": remove(core),
    },
    exported: (reads, userId) => ({ secondFactor: { totp: hasTotp(reads, userId) } }),
    endCredentials(ledger, userId, why) {
      endChallenges(ledger, secondFactorChallenge, userId);
      if (why === "reset") forgetSecondFactorFailures(ledger, userId);
    },
  };
}

const state: IdentityHandler<Operations["state"]> = ({ visit, system }) => {
  const { userId } = userOf(visit);
  return {
    totp: hasTotp(system, userId),
    recoveryCodesLeft: countRecoveryCodes(system, userId),
  };
};

/** Until a code has confirmed it, nothing changes for the user: an app that was set up wrong locks nobody out. */
function begin({ platform, contract }: IdentityCore): IdentityHandler<Operations["begin"]> {
  return ({ fail, visit, ledger }) => {
    const { userId } = userOf(visit);
    if (hasTotp(ledger, userId)) throw fail("already_set_up");
    const secret = beginTotp(ledger, userId, platform.randomBytes(secretBytes));
    return { secret, uri: toTotpUri(contract.title, readUser(ledger, userId)!.email, secret) };
  };
}

function confirm(core: IdentityCore): IdentityHandler<Operations["confirm"]> {
  return ({ input, fail, now, visit, ledger }) => {
    const { userId } = userOf(visit);
    if (!isTotpBegun(ledger, userId)) throw fail("not_set_up");
    if (!takeTotpCode(ledger, userId, input.code, now())) throw fail("invalid_code");
    confirmTotp(ledger, userId, now());
    const recoveryCodes = renewRecoveryCodes(ledger, core.platform, userId);
    announce(core, { ledger, visit, now: now() }, "second_factor_added");
    return { recoveryCodes };
  };
}

function renew({ platform }: IdentityCore): IdentityHandler<Operations["renewRecoveryCodes"]> {
  return ({ fail, now, visit, ledger }) => {
    const { userId } = userOf(visit);
    if (!hasTotp(ledger, userId)) throw fail("not_set_up");
    tellUser(ledger, userId, { kind: "recovery_codes_renewed", data: {}, now: now() });
    return { recoveryCodes: renewRecoveryCodes(ledger, platform, userId) };
  };
}

function remove(core: IdentityCore): IdentityHandler<Operations["remove"]> {
  return ({ fail, now, visit, ledger }) => {
    const { userId } = userOf(visit);
    if (!removeTotp(ledger, userId)) throw fail("not_set_up");
    removeRecoveryCodes(ledger, userId);
    endChallenges(ledger, secondFactorChallenge, userId);
    announce(core, { ledger, visit, now: now() }, "second_factor_removed");
  };
}

/** Whoever else is signed in has not proved what counts now: their sessions end, and the user is told. */
function announce(
  core: IdentityCore,
  { ledger, visit, now }: { ledger: Ledger; visit: Parameters<typeof userOf>[0]; now: number },
  kind: "second_factor_added" | "second_factor_removed",
): void {
  const { userId, credentialId } = userOf(visit);
  endSessions(ledger, { userId, except: credentialId });
  forgetCaller(core, ledger, userId);
  tellUser(ledger, userId, { kind, data: {}, now });
}
