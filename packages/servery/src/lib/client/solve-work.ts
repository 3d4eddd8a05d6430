import { createHasher } from "./sha-256.ts";

/** How long a slice of work may keep the page from everything else, in milliseconds. */
const sliceMs = 8;

/**
 * Finds a number whose SHA-256 with the challenge, `challenge:number`, starts with this many zero bits.
 * Works in slices, so that the page stays usable. Rejects with the signal's reason once it is aborted.
 */
export async function solveWork(
  challenge: string,
  bits: number,
  signal: AbortSignal,
): Promise<number> {
  const firstWord = createHasher(`${challenge}:`);
  const unwanted = 32 - Math.min(32, Math.max(0, bits));
  let number = 0;
  for (;;) {
    const until = performance.now() + sliceMs;
    do {
      for (const end = number + 100; number < end; number++)
        if (unwanted === 32 || firstWord(String(number)) >>> unwanted === 0) return number;
    } while (performance.now() < until);
    await new Promise((resolve) => setTimeout(resolve));
    signal.throwIfAborted();
  }
}
