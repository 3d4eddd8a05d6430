import type { Credentials } from "./credentials.ts";
import type { SourceEvents, Update } from "./source.ts";

/** The connection that a credential was shown on. */
interface Connection {
  /** Whether it is still open. */
  isOpen(): boolean;
  /** Opens another one in its place. */
  renew(): void;
}

/**
 * Keeps back that queries met `unauthenticated` until it is known whether there is a better credential to show,
 * once for a connection. If there is, they are asked for on another connection, and nothing is told.
 */
export function withRenewal(
  events: SourceEvents,
  credentials: Credentials,
  connection: Connection,
): SourceEvents {
  let kept: (readonly [key: string, update: Update])[] | undefined;
  let isTried = false;

  async function renew(): Promise<void> {
    kept = [];
    isTried = true;
    const isRenewed = await credentials.renew().catch(() => false);
    const updates = kept;
    kept = undefined;
    if (!connection.isOpen()) return;
    if (isRenewed) connection.renew();
    else for (const [key, update] of updates) events.onUpdate(key, update);
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
