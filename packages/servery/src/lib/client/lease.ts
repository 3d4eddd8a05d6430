import type { Clock } from "./clock.ts";
import type { TokenStorage } from "./token-storage.ts";

/** What others are kept out with. */
export interface Exclusion {
  /** The same wherever the storage is. */
  readonly name: string;
  readonly storage: TokenStorage;
  readonly clock: Clock;
  readonly random: () => number;
}

/** How long a lease holds, whatever has become of its holder. */
const leaseMs = 10_000;
/** How long what another tab writes may take to be seen in this one. */
const settleMs = 50;

/**
 * Takes a lease in the storage, and resolves to what gives it back; to `undefined` when it could not be
 * had in time. Storages have no compare-and-set: it is written, and it is held by whoever still reads
 * their own name in it after what others may have written has arrived.
 */
export async function takeLease(
  { name, storage, clock, random }: Exclusion,
  patienceMs: number,
): Promise<(() => Promise<void>) | undefined> {
  const key = `${name}:lease`;
  const holder = `${clock.now()}-${random()}`;
  const read = async () => parseLease(await storage.getItem(key));
  const isOurs = async () => (await read())?.holder === holder;
  const giveUpAt = clock.now() + patienceMs;
  while (clock.now() < giveUpAt) {
    if (!isHeld(await read(), clock.now())) {
      await storage.setItem(key, JSON.stringify({ holder, until: clock.now() + leaseMs }));
      await pause(clock, settleMs);
      if (await isOurs())
        return async () => {
          if (await isOurs()) await storage.removeItem(key);
        };
    }
    await pause(clock, settleMs * (1 + random()));
  }
  return undefined;
}

interface Lease {
  readonly holder: string;
  readonly until: number;
}

/** `undefined` for none, and for what is none of ours. */
function parseLease(text: string | null): Partial<Lease> | undefined {
  try {
    return JSON.parse(text ?? "null") ?? undefined;
  } catch {
    return undefined;
  }
}

function isHeld(lease: Partial<Lease> | undefined, now: number): boolean {
  const until = Number(lease?.until);
  // One that ends later than any can was written by another clock, or by nobody of us.
  return until > now && until <= now + leaseMs;
}

function pause(clock: Clock, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    clock.schedule(milliseconds, resolve);
  });
}
