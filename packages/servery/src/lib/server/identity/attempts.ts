import { toNetwork } from "../../base/ip-address.ts";
import type { Ledger } from "../data/data.ts";
import type { Visit } from "../handling/visit.ts";
import { readUser } from "./account.ts";
import type { IdentityCore } from "./core.ts";
import { isKnownDevice } from "./devices.ts";
import { toEmailKey } from "./email.ts";
import {
  type Admission,
  clearFailures,
  locksOut,
  reserveAttempt,
  takeFromRate,
  type ThrottleRate,
} from "./throttle.ts";

/** An attempt to prove a password. */
export interface Attempt {
  readonly emailKey: string;
  /** The account meant, where there is one. */
  readonly userId: string | undefined;
  /** The device token that came in the input, where there are no cookies. */
  readonly device?: string | undefined;
  /** The session of a caller who is signed in already: its attempts are counted for it alone. */
  readonly sessionId?: string | undefined;
}

/** For each IPv4 address, and each network of IPv6. */
const addressRate: ThrottleRate = { count: 30, perMs: 60_000 };
/**
 * For each user, in all their sessions and on all their devices: attempts that succeed count here too, for
 * each costs a hash, and nobody may keep all of these busy. Who has stolen a session uses up no device's.
 */
const userRate = addressRate;

/**
 * Counts an attempt before it is made: for its account, whether there is one or not, and its address;
 * on a device that the user has signed in on before, for that device alone, so that no stranger can
 * lock the owner out.
 */
export function beginAttempt(
  core: IdentityCore,
  { visit, ledger, now }: { visit: Visit; ledger: Ledger; now: number },
  { emailKey, userId, device, sessionId }: Attempt,
): Admission {
  const { platform } = core;
  const token = device ?? core.cookies.device((name) => visit.header(name));
  if (sessionId !== undefined) {
    const rate = takeFromRate(ledger, `sessions:${userId}`, userRate, now);
    return rate.allowed ? reserve(core, ledger, `session:${sessionId}`, userId, now) : rate;
  }
  if (userId !== undefined && isKnownDevice(platform, ledger, { userId, token, now })) {
    const rate = takeFromRate(ledger, `devices:${userId}`, userRate, now);
    const key = toDeviceKey(core, userId, token!);
    return rate.allowed ? reserve(core, ledger, key, userId, now) : rate;
  }
  const address = takeFromRate(ledger, `address:${toNetwork(visit.address)}`, addressRate, now);
  if (!address.allowed) return address;
  return reserve(core, ledger, toAccountKey(core, emailKey), userId, now);
}

function reserve(
  { securityEvents }: IdentityCore,
  ledger: Ledger,
  key: string,
  userId: string | undefined,
  now: number,
): Admission {
  const admission = reserveAttempt(ledger, key, now);
  if (admission.allowed && userId !== undefined && locksOut(admission))
    securityEvents.record(ledger, {
      kind: "lockout",
      severity: "warning",
      userId,
      address: null,
      detail: "The last attempt at a password that is let: from now on it must be reset",
    });
  return admission;
}

/** Forgets the failures of a user who has proved who they are. */
export function clearAttempts(
  core: IdentityCore,
  { visit, ledger }: { visit: Visit; ledger: Ledger },
  userId: string,
  device: string | undefined,
): void {
  const token = device ?? core.cookies.device((name) => visit.header(name));
  if (token !== undefined) clearFailures(ledger, toDeviceKey(core, userId, token));
  const user = readUser(ledger, userId);
  if (user !== undefined) clearFailures(ledger, toAccountKey(core, toEmailKey(user.email)));
}

/** Names an account's counter, of one that there is and one that there is not alike. */
function toAccountKey({ platform }: IdentityCore, emailKey: string): string {
  return `account:${platform.sha256(emailKey)}`;
}

function toDeviceKey({ platform }: IdentityCore, userId: string, token: string): string {
  return `device:${platform.sha256(`${userId}:${token}`)}`;
}
