import { createBoundedMap } from "../../base/bounded-map.ts";
import { type Pace, takeTurn, type Turn } from "../../base/gcra.ts";
import { toNetwork } from "../../base/ip-address.ts";
import { ServeryError } from "../../base/servery-error.ts";
import { type Limit, type LimitPolicy, parseLimit } from "../../contract/limit.ts";
import { refuse, type Refusal } from "../handling/refusal.ts";
import type { NotedCall, Storms } from "./storms.ts";

/** What a caller is told of a limit (draft-ietf-httpapi-ratelimit-headers-11). */
export interface LimitHeaders {
  readonly "ratelimit-policy": string;
  readonly ratelimit: string;
}

/** A limit with its numbers in microseconds, and what callers are told of it. */
export interface Gauge {
  /** What its turns are kept under, before the caller. */
  readonly scope: string;
  readonly name: string;
  readonly policy: LimitPolicy;
  readonly pace: Pace;
  readonly policyHeader: string;
}

/** Makes the gauge of a limit; `name` is what its headers call it. */
export function toGauge(scope: string, name: string, limit: Limit): Gauge {
  const policy = parseLimit(limit);
  const { quota, windowSeconds, burst } = policy;
  // Rounded up, so that never more than the quota is let through.
  const interval = Math.ceil((windowSeconds * 1_000_000) / quota);
  const policyHeader = `"${name}";q=${quota};w=${windowSeconds}`;
  return { scope, name, policy, pace: { interval, burst }, policyHeader };
}

/** Counts calls, and refuses those that are too many. */
export interface Limiter {
  /**
   * Counts a call that was identified, and adds to it what its caller is told of the operation's limit.
   * @throws Refusal `too_many_requests`.
   */
  take(call: LimitedCall, gauge: Gauge | undefined): void;
  /**
   * Counts a call that led to no operation, as one of its address. Who makes many of them looks for
   * something.
   * @throws Refusal `too_many_requests`.
   */
  takeMiss(call: LimitedCall): void;
}

interface LimitedCall extends NotedCall {
  limitHeaders: LimitHeaders | undefined;
}

/** Callers whose turns are remembered; those not seen for longest are forgotten. */
const mostCallers = 100_000;
/** Whose turns are those of a limit that all callers share. */
const everybody = "";
const rememberedNetworks = 1000;
const unknown = toNetwork(undefined);

/**
 * Makes the limiter of a service. One number is kept for each caller and limit, in this process: a
 * signed-in caller is known by the user, any other by the address. `rate` bounds all that one caller
 * calls; anonymous callers without an address it could not tell apart, and lets them be.
 * @throws ServeryError `invalid_rate`.
 */
export function createLimiter(rate: Limit | false, storms: Storms): Limiter {
  const overall = rate === false ? undefined : toOverallGauge(rate);
  // By caller and scope, one in the other: to make one key of both is most of what it costs to count a call.
  const turns = createBoundedMap<string, Map<string, number>>(mostCallers);
  const networks = createBoundedMap<string, string>(rememberedNetworks);

  function toCaller({ principal, address }: LimitedCall): string {
    if (principal.kind === "user") return principal.key;
    if (address === undefined || !address.includes(":")) return toNetwork(address);
    const known = networks.get(address);
    if (known !== undefined) return known;
    const network = toNetwork(address);
    networks.set(address, network);
    return network;
  }

  function turnsOf(caller: string): Map<string, number> {
    let known = turns.get(caller);
    if (known === undefined) turns.set(caller, (known = new Map()));
    return known;
  }

  function take(caller: string, gauge: Gauge, call: LimitedCall): Turn {
    const { scope, pace, policy } = gauge;
    const now = toMicroseconds(call.startedAt);
    const whose = policy.per === "operation" ? everybody : caller;
    const kept = turnsOf(whose);
    const turn = takeTurn(pace, kept.get(scope), now);
    if (turn.allowed) {
      kept.set(scope, turn.busyUntil);
      return turn;
    }
    call.limitHeaders = toHeaders(gauge, turn, now);
    storms.note("limit_storm", call, `${scope} ${whose}`);
    throw tooMany(gauge, turn);
  }

  function takeOverall(call: LimitedCall, caller: string): void {
    if (overall === undefined) return;
    if (overall.policy.per === "operation" || caller !== unknown) take(caller, overall, call);
  }

  return {
    takeMiss(call) {
      const caller = toCaller(call);
      storms.note("route_probing", call, caller);
      takeOverall(call, caller);
    },
    take(call, gauge) {
      const caller = toCaller(call);
      takeOverall(call, caller);
      if (gauge === undefined) return;
      const turn = take(caller, gauge, call);
      call.limitHeaders = toHeaders(gauge, turn, toMicroseconds(call.startedAt));
    },
  };
}

function toOverallGauge(rate: Limit): Gauge {
  try {
    return toGauge("", "overall", rate);
  } catch (error) {
    throw new ServeryError(
      "invalid_rate",
      `The service's rate cannot be used: ${(error as Error).message}.`,
    );
  }
}

function toMicroseconds(milliseconds: number): number {
  return Math.floor(milliseconds * 1000);
}

/** `t` is when all of the quota is there again. */
function toHeaders({ name, policyHeader }: Gauge, turn: Turn, now: number): LimitHeaders {
  const reset = toSeconds(turn.busyUntil - now);
  return {
    "ratelimit-policy": policyHeader,
    ratelimit: `"${name}";r=${turn.remaining};t=${reset}`,
  };
}

function toSeconds(microseconds: number): number {
  return Math.ceil(microseconds / 1_000_000);
}

function tooMany({ policy, name }: Gauge, { retryAfter }: Turn): Refusal {
  const seconds = toSeconds(retryAfter);
  const what = name === "overall" ? "Of all calls together" : "Of this operation";
  return refuse(
    "too_many_requests",
    `${what}, ${policy.quota} in ${policy.windowSeconds} s are allowed. Send it again in ${seconds} s.`,
    { headers: { "retry-after": String(seconds) } },
  );
}
