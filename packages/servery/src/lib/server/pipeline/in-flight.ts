import type { Engine } from "./engine.ts";
import { type IdempotencyClaim, refuseInFlight, refuseMismatch } from "./idempotency.ts";

/**
 * Runs a request as the only one of this process under its claim. A twin is refused at once (409),
 * instead of waiting for what may take long. Between processes the database decides.
 */
export async function withClaim<T>(
  { inFlight }: Pick<Engine, "inFlight">,
  { scope, fingerprint }: IdempotencyClaim,
  run: () => Promise<T>,
): Promise<T> {
  const other = inFlight.get(scope);
  if (other !== undefined) throw other === fingerprint ? refuseInFlight() : refuseMismatch();
  inFlight.set(scope, fingerprint);
  try {
    return await run();
  } finally {
    inFlight.delete(scope);
  }
}
