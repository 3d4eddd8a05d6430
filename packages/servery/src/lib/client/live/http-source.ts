import type { ClientCore } from "../client-core.ts";
import type { HttpEndpoint } from "../http-endpoint.ts";
import { createBackoff, muteLimit, problemOf } from "./backoff.ts";
import { createCredentials } from "./credentials.ts";
import type { Line } from "./line.ts";
import { createNap } from "./nap.ts";
import { followNetwork } from "./network.ts";
import { openPoll } from "./poll.ts";
import { createRegistrations } from "./registrations.ts";
import { withRenewal } from "./renewal.ts";
import type { Source, SourceEvents, Wanted } from "./source.ts";
import { openStream } from "./stream.ts";
import { turns } from "./turns.ts";

/** How long polling goes on before a stream is tried again. In milliseconds. */
const pollingMs = 600_000;
/** How long a connection that nobody wants is kept. In milliseconds. */
const lingerMs = 1_000;

/**
 * Keeps a connection to the service as long as something is wanted: a stream, or polling where streams do not
 * get through. Waits with full jitter before it tries again, and tries at once when the network is back or the
 * page is looked at again.
 */
export function createHttpSource(
  core: ClientCore,
  endpoint: HttpEndpoint,
  wanted: Wanted,
  events: SourceEvents,
): Source {
  const { clock, random } = core.caller;
  const backoff = createBackoff(random);
  const nap = createNap(clock);
  const idleness = createNap(clock);
  let line: Line | undefined;
  let cancelTry = () => {};
  const closing = new AbortController();
  const isOpen = () => !closing.signal.aborted;
  const isWanted = () => isOpen() && [...wanted()].length > 0;
  const isPolling = () => backoff.mutes >= muteLimit;

  const tryStream = () => {
    cancelTry();
    backoff.forgive();
    line?.close();
  };

  async function connect(): Promise<void> {
    // With all that is watched in the same tick.
    await turns(6);
    if (!isOpen()) return;
    const begunAt = clock.now();
    const credentials = createCredentials(core);
    const open = isPolling() ? openPoll : openStream;
    const opened: Line = open({
      core,
      endpoint,
      wanted,
      credentials,
      registrations: createRegistrations(),
      events: withRenewal(events, credentials, {
        isOpen: () => line === opened,
        renew: () => opened.close(),
      }),
    });
    line = opened;
    const end = await opened.ended;
    line = undefined;
    const delayMs = backoff.toDelay(end, clock.now() - begunAt);
    if (open === openStream && isPolling()) cancelTry = clock.schedule(pollingMs, tryStream);
    if (isOpen()) events.onLost(problemOf(end));
    if (delayMs > 0 && isWanted()) await nap.sleep(delayMs);
  }

  async function run(): Promise<void> {
    while (isOpen()) {
      if (isWanted()) {
        await connect();
        continue;
      }
      // No timer outlives the last watch, or a script would not end. Whoever watches next tries a stream.
      cancelTry();
      backoff.forgive();
      await idleness.sleep(Infinity);
    }
  }

  const unfollow = followNetwork({
    onWake: (isBack) => {
      if (isBack && isPolling()) tryStream();
      line?.look();
      nap.wake();
    },
    onOffline: () => line?.close({ how: "lost" }),
  });
  void run();
  return {
    sync: () => {
      line?.sync();
      if (isWanted()) idleness.wake();
      else clock.schedule(lingerMs, () => isWanted() || line?.close());
    },
    again: (key) => line?.again(key),
    close: () => {
      closing.abort();
      unfollow();
      cancelTry();
      line?.close();
      nap.wake();
      idleness.wake();
    },
  };
}
