import type { Platform } from "../../../ports/platform.ts";
import type { Ledger } from "../../data/data.ts";
import { takeFromRate, type ThrottleRate } from "../throttle.ts";

/** So that nobody's letter box is filled by strangers. */
const mailRate: ThrottleRate = { count: 5, perMs: 3_600_000 };

/** Whether an address may be sent a mail of a kind: each has a rate of its own, so that none is used up by another. */
export function takeMailRate(
  { sha256 }: Pick<Platform, "sha256">,
  ledger: Ledger,
  about: string,
  { emailKey, now }: { readonly emailKey: string; readonly now: number },
): boolean {
  return takeFromRate(ledger, `mail:${about}:${sha256(emailKey)}`, mailRate, now).allowed;
}
