import { snapshotHeader } from "../../protocol/headers.ts";
import { refuse } from "../handling/refusal.ts";
import type { Call } from "./call.ts";
import type { Engine } from "./engine.ts";

/**
 * Refuses a query whose caller has seen a state that is not here yet: it is never answered with an older one.
 * On one machine that happens only where the database was put back to an earlier state.
 * @throws Refusal `snapshot_unavailable`.
 */
export function assertReached({ live }: Engine, { exchange }: Call): void {
  const token = exchange.header(snapshotHeader);
  if (token === undefined || live === undefined || live.hasReached(token)) return;
  throw refuse(
    "snapshot_unavailable",
    "You have seen a later state of the data than is here. Send it again; if it stays so, begin anew without that state.",
    { headers: { "retry-after": "1" } },
  );
}
