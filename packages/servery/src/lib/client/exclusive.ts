import type { Exclusion } from "./lease.ts";

/** How long what a tab has stored may take to be seen by the next one. In milliseconds. */
const settleMs = 50;
/** How long a task may keep all others waiting: then they go on without it. In milliseconds. */
const patienceMs = 10_000;

/**
 * Runs a task while no other tab runs one of this name, by Web Locks or, where there are none, by a
 * lease in the storage. Neither outlives a tab that dies, and nobody waits longer than ten seconds: a
 * tab that the system has frozen may hold a lock as long as it likes. So the task must bear company.
 */
export async function runExclusively<T>(exclusion: Exclusion, task: () => Promise<T>): Promise<T> {
  // Elsewhere, as in Node, locks end where the process does, and the storage may not.
  const locks = "location" in globalThis ? globalThis.navigator?.locks : undefined;
  const release = locks ? await takeLock(locks, exclusion) : await leaseIn(exclusion);
  try {
    return await task();
  } finally {
    await release?.();
  }
}

/** Loaded when it is needed: few browsers lack locks, and they have them on https only. */
async function leaseIn(exclusion: Exclusion): Promise<(() => Promise<void>) | undefined> {
  try {
    const { takeLease } = await import("./lease.ts");
    return await takeLease(exclusion, patienceMs);
  } catch {
    return undefined;
  }
}

async function takeLock(
  locks: LockManager,
  { name, clock }: Exclusion,
): Promise<(() => void) | undefined> {
  const patience = new AbortController();
  const cancel = clock.schedule(patienceMs, () => patience.abort());
  try {
    return await new Promise<() => void>((resolve, reject) => {
      // Later, or the next tab would not find what this one has stored.
      const hold = () =>
        new Promise<void>((release) => resolve(() => void clock.schedule(settleMs, release)));
      locks.request(name, { signal: patience.signal }, hold).catch(reject);
    });
  } catch {
    // Not got in time, or not to be had in such a page at all.
    return undefined;
  } finally {
    cancel();
  }
}
