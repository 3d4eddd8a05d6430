import { createBoundedMap } from "../../base/bounded-map.ts";
import type { SecurityEvents } from "../identity/security-events.ts";
import type { Principal } from "../handling/principal.ts";

/** A call that a limit refused. */
export interface RefusedCall {
  readonly principal: Principal;
  readonly address: string | undefined;
  /** Milliseconds, on a clock that only grows. */
  readonly startedAt: number;
}

/** Notes refusals by limits, for who goes on and on is no user who clicked too fast. */
export interface LimitStorms {
  note(call: RefusedCall, key: string): void;
}

/** Refusals of one key within the window that make a storm of it. */
const stormCount = 50;
const windowMs = 60_000;
const mostKeys = 10_000;

/** Makes what reports each refusal of a storm as a security event; those are gathered to one with a count. */
export function createLimitStorms({ report }: Pick<SecurityEvents, "report">): LimitStorms {
  const seen = createBoundedMap<string, { readonly since: number; count: number }>(mostKeys);
  return {
    note({ principal, address, startedAt }, key) {
      let entry = seen.get(key);
      if (entry === undefined || startedAt - entry.since >= windowMs)
        seen.set(key, (entry = { since: startedAt, count: 0 }));
      if (++entry.count < stormCount) return;
      report({
        kind: "limit_storm",
        severity: "warning",
        userId: principal.kind === "user" ? principal.userId : null,
        address: address ?? null,
        detail: `A caller goes on after ${stormCount} refusals by a limit within a minute`,
      });
    },
  };
}
