import { createBoundedMap } from "../../base/bounded-map.ts";
import type { Principal } from "../handling/principal.ts";
import type { SecurityEventInput } from "../identity/security-event-rows.ts";
import type { SecurityEvents } from "../identity/security-events.ts";

/** A call of a caller who may go too far. */
export interface NotedCall {
  readonly principal: Principal;
  readonly address: string | undefined;
  /** Milliseconds, on a clock that only grows. */
  readonly startedAt: number;
}

type StormKind = Extract<SecurityEventInput["kind"], "limit_storm" | "route_probing">;

/** Notes what happens to everybody now and then: who goes on and on is no user who clicked too fast. */
export interface Storms {
  /** `key` tells callers apart. */
  note(kind: StormKind, call: NotedCall, key: string): void;
}

/** Calls of one kind and key within the window that make a storm of them. */
const stormCount = 50;
const windowMs = 60_000;
const mostKeys = 10_000;

const events: Record<StormKind, Pick<SecurityEventInput, "severity" | "detail">> = {
  limit_storm: {
    severity: "warning",
    detail: `A caller goes on after ${stormCount} refusals by a limit within a minute`,
  },
  route_probing: {
    severity: "info",
    detail: `A caller goes on after ${stormCount} requests within a minute that lead nowhere`,
  },
};

/** Makes what reports each call of a storm as a security event; those are gathered to one with a count. */
export function createStorms({ report }: Pick<SecurityEvents, "report">): Storms {
  const seen = createBoundedMap<string, { readonly since: number; count: number }>(mostKeys);
  return {
    note(kind, { principal, address = null, startedAt }, key) {
      const place = `${kind} ${key}`;
      let entry = seen.get(place);
      if (entry === undefined || startedAt - entry.since >= windowMs)
        seen.set(place, (entry = { since: startedAt, count: 0 }));
      if (++entry.count < stormCount) return;
      const userId = principal.kind === "user" ? principal.userId : null;
      report({ ...events[kind], kind, userId, address });
    },
  };
}
