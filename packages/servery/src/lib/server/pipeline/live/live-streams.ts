import { toNetwork } from "../../../base/ip-address.ts";
import type { Platform } from "../../../ports/platform.ts";
import type { Principal } from "../../handling/principal.ts";
import { refuse } from "../../handling/refusal.ts";
import type { ServiceLimits } from "../limits.ts";
import { LiveStream } from "./live-stream.ts";
import { createSlices, type Slices } from "./slices.ts";

/** A stream, or a poll that waits. */
export interface OpenLive {
  readonly principal: Principal;
  /** Looks at the time, about once in a second. */
  tick(now: number): void;
  /** Asks again who its caller is. */
  recheck(): void;
  bye(reason: "shutting_down"): void;
}

/** Who opens one. */
interface Opener {
  readonly principal: Principal;
  readonly address: string | undefined;
}

/** All streams of a service, and its polls. */
export interface LiveStreams {
  readonly size: number;
  /** Requests that wait for a change. */
  readonly waiting: number;
  readonly slices: Slices;
  /**
   * Takes a place for one more, which the returned function gives back.
   * @throws Refusal `overloaded`, `too_many_requests`
   */
  take(opener: Opener): () => void;
  /** The stream of this id. */
  find(id: string): LiveStream | undefined;
  /** Lets one in, until the returned function is called. Told to leave at once when the service closes. */
  add(live: OpenLive): () => void;
  /** Runs what waits for a change. */
  wait<T>(waiting: Promise<T>): Promise<T>;
  /** The session of a user has changed, or of anyone. */
  recheck(userId?: string): void;
  /** Tells all to leave, and lets no more in. */
  close(): void;
}

/** Makes the {@link LiveStreams} of a service. */
export function createLiveStreams(
  platform: Pick<Platform, "defer" | "monotonic" | "schedule">,
  limits: ServiceLimits,
): LiveStreams {
  const members = new Set<OpenLive>();
  const byId = new Map<string, LiveStream>();
  const places = createPlaces(limits);
  let waiting = 0;
  let isClosed = false;
  let stopTicking: (() => void) | undefined;

  function tick(): void {
    const now = platform.monotonic();
    for (const live of members) live.tick(now);
    stopTicking = members.size === 0 ? undefined : platform.schedule(tickMs, tick);
  }

  return {
    get size() {
      return members.size;
    },
    get waiting() {
      return waiting;
    },
    slices: createSlices(platform),
    take: places.take,
    find: (id) => byId.get(id),
    add(live) {
      members.add(live);
      if (live instanceof LiveStream) byId.set(live.id, live);
      stopTicking ??= platform.schedule(tickMs, tick);
      if (isClosed) live.bye("shutting_down");
      return () => {
        members.delete(live);
        if (live instanceof LiveStream) byId.delete(live.id);
      };
    },
    wait(promise) {
      waiting++;
      return promise.finally(() => waiting--);
    },
    recheck(userId) {
      for (const live of members) {
        const { principal } = live;
        if (principal.kind === "user" && (userId ?? principal.userId) === principal.userId)
          live.recheck();
      }
    },
    close() {
      isClosed = true;
      for (const live of members) live.bye("shutting_down");
      stopTicking?.();
    },
  };
}

const tickMs = 1000;

/** Counts who has how many. */
function createPlaces(limits: ServiceLimits): Pick<LiveStreams, "take"> {
  const { liveStreams, liveStreamsPerUser, liveStreamsPerAddress } = limits;
  const taken = new Map<string, number>();
  let all = 0;
  return {
    take({ principal, address }) {
      const isUser = principal.kind === "user";
      const key = isUser ? principal.key : toNetwork(address);
      const most = isUser ? liveStreamsPerUser : liveStreamsPerAddress;
      const own = taken.get(key) ?? 0;
      if (all >= liveStreams) throw full(liveStreams);
      if (own >= most && (isUser || address !== undefined)) throw tooMany(most);
      all++;
      taken.set(key, own + 1);
      return () => {
        all--;
        const left = taken.get(key)! - 1;
        if (left === 0) taken.delete(key);
        else taken.set(key, left);
      };
    },
  };
}

function full(most: number): Error {
  return refuse("overloaded", `It has ${most} live streams. Send the request again later.`, {
    headers: { "retry-after": "5" },
  });
}

function tooMany(most: number): Error {
  return refuse(
    "too_many_requests",
    `One caller may have ${most} live streams. Close others first, or share one.`,
    { headers: { "retry-after": "30" } },
  );
}
