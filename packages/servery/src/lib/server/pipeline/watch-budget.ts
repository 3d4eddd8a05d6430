import { toNetwork } from "../../base/ip-address.ts";
import { refuse } from "../handling/refusal.ts";
import type { Call } from "./call.ts";
import type { ServiceLimits } from "./limits.ts";

/** What watches keep in memory for as long as they go on, and for whom. */
export interface WatchBudget {
  /**
   * Counts one more watch.
   * @param letters of its input.
   * @param watchedBytes what the results take that are watched by now.
   * @throws Refusal `overloaded`, or `too_many_requests` where it is the caller who has too much.
   */
  enter(call: WatchingCall, letters: number, watchedBytes: number): WatchShare;
}

/** Who watches. */
type WatchingCall = Pick<Call, "principal" | "address">;

/** What one watch keeps. */
export interface WatchShare {
  /** Its result has so many letters now. */
  hold(letters: number): void;
  /** It keeps nothing any more. May be called again. */
  leave(): void;
}

/** What a watch takes beside its input and its result, in bytes. */
const overhead = 1000;

/** Makes the budget of a service. */
export function createWatchBudget({ liveBytes, liveBytesPerCaller }: ServiceLimits): WatchBudget {
  const taken = new Map<string, number>();
  /** Results are shared, inputs are not. */
  let inputs = 0;

  function add(key: string, bytes: number): void {
    const all = (taken.get(key) ?? 0) + bytes;
    if (all <= 0) taken.delete(key);
    else taken.set(key, all);
  }

  return {
    enter(call, letters, watchedBytes) {
      const key = toKey(call);
      const own = letters + overhead;
      if (inputs + own + watchedBytes > liveBytes) throw full();
      if (key !== "" && (taken.get(key) ?? 0) + own > liveBytesPerCaller) throw tooMuch();
      inputs += own;
      add(key, own);
      let held = 0;
      let isGone = false;
      return {
        hold(now) {
          if (isGone) return;
          add(key, now - held);
          held = now;
        },
        leave() {
          if (isGone) return;
          isGone = true;
          inputs -= own;
          add(key, -own - held);
        },
      };
    },
  };
}

/** Empty where nobody can tell whose it is, as of a call in the same process. */
function toKey({ principal, address }: WatchingCall): string {
  if (principal.kind === "user") return principal.key;
  return address === undefined ? "" : toNetwork(address);
}

function full(): Error {
  return refuse("overloaded", "So much is watched that nothing more has room. Try again later.", {
    headers: { "retry-after": "5" },
  });
}

function tooMuch(): Error {
  return refuse(
    "too_many_requests",
    "What you watch takes all the room that one caller has. Unwatch other queries first.",
  );
}
