import { createBoundedMap } from "../../base/bounded-map.ts";
import { toNetwork } from "../../base/ip-address.ts";
import type { Platform } from "../../ports/platform.ts";
import type { SecurityEventInput } from "./security-event-rows.ts";
import type { SecurityEvents } from "./security-events.ts";

/** A password that was wrong. */
interface Failure {
  readonly emailKey: string;
  readonly address: string | undefined;
  /** Whether there is such an account. */
  readonly isKnown: boolean;
}

/** What one network has tried lately. */
interface Trail {
  readonly since: number;
  readonly known: Set<string>;
  readonly unknown: Set<string>;
}

const windowMs = 600_000;
/** Accounts from one network, within the window: nobody has forgotten the passwords of so many. */
const manyAccounts = 10;

/**
 * Notes what single attempts do not show: one network that tries the passwords of many accounts, or
 * many addresses that have none. Kept in memory, for it only tells; the counters are what stops it.
 */
export interface Suspicion {
  noteFailure(this: void, failure: Failure): void;
}

/** Makes a {@link Suspicion} that tells the book of security events. */
export function createSuspicion(
  platform: Pick<Platform, "now" | "sha256">,
  { report }: Pick<SecurityEvents, "report">,
): Suspicion {
  const trails = createBoundedMap<string, Trail>(10_000);

  function findTrail(network: string): Trail {
    const now = platform.now();
    const known = trails.get(network);
    if (known !== undefined && now - known.since < windowMs) return known;
    const trail = { since: now, known: new Set<string>(), unknown: new Set<string>() };
    trails.set(network, trail);
    return trail;
  }

  return {
    noteFailure({ emailKey, address, isKnown }) {
      const trail = findTrail(toNetwork(address));
      const names = isKnown ? trail.known : trail.unknown;
      if (names.size >= manyAccounts) return;
      names.add(platform.sha256(emailKey));
      if (names.size === manyAccounts) report(toEvent(isKnown, address));
    },
  };
}

function toEvent(isKnown: boolean, address: string | undefined): SecurityEventInput {
  const event = { severity: "warning", userId: null, address: address ?? null } as const;
  const where = "from one network within ten minutes";
  return isKnown
    ? {
        ...event,
        kind: "credential_stuffing",
        detail: `Wrong passwords for ${manyAccounts} accounts ${where}`,
      }
    : {
        ...event,
        kind: "account_enumeration",
        detail: `Sign-ins to ${manyAccounts} addresses without an account ${where}`,
      };
}
