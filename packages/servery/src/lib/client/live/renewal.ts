import type { Credentials } from "./credentials.ts";
import type { SourceEvents, Update } from "./source.ts";

/**
 * Keeps back that queries met `unauthenticated` until it is known whether there is a better credential to show,
 * once for a connection. If there is, they are asked for on another connection, and nothing is told.
 */
export function withRenewal(
  events: SourceEvents,
  credentials: Credentials,
  reconnect: () => void,
): SourceEvents {
  let kept: (readonly [key: string, update: Update])[] | undefined;
  let isTried = false;

  async function renew(): Promise<void> {
    kept = [];
    isTried = true;
    const isRenewed = await credentials.renew().catch(() => false);
    if (isRenewed) reconnect();
    else for (const [key, update] of kept) events.onUpdate(key, update);
    kept = undefined;
  }

  return {
    ...events,
    onUpdate: (key, update) => {
      const isRefused = update.problem?.code === "unauthenticated";
      if (isRefused && !isTried) void renew();
      if (isRefused && kept !== undefined) kept.push([key, update]);
      else events.onUpdate(key, update);
    },
  };
}
