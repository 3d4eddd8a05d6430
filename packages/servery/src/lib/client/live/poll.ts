import { livePollPath, liveVersion, type PollAnswer } from "../../protocol/live.ts";
import { closed, createEnding, type Line, type LineParts, tellService } from "./line.ts";
import { startWatchdog, type Watchdog } from "./watchdog.ts";

/** How long the service may wait for a change. In milliseconds. */
const waitMs = 25_000;
/** How much longer its answer may take. In milliseconds. */
const graceMs = 10_000;
/** How long the next question waits after one that was answered at once with nothing. In milliseconds. */
const restMs = 1_000;

/**
 * Asks again and again: to be answered at once as long as something that is wanted is not known, and then to
 * be answered when something has changed.
 */
export function openPoll(parts: LineParts): Line {
  const { clock } = parts.core.caller;
  const known = new Set<number>();
  const { ended, end } = createEnding();
  const over = new AbortController();
  let asking = new AbortController();
  let watchdog: Watchdog | undefined;
  const finish: typeof end = (how) => {
    over.abort();
    end(how);
    asking.abort();
  };

  async function run(): Promise<void> {
    while (!over.signal.aborted) {
      asking = new AbortController();
      const { signal } = asking;
      const begunAt = clock.now();
      watchdog = startWatchdog(clock, waitMs + graceMs, () => finish({ how: "lost" }));
      const hasNews = await askOnce(parts, known, signal).finally(watchdog.stop);
      if (!hasNews && clock.now() - begunAt < restMs) await rest(signal);
    }
  }

  function rest(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const cancel = clock.schedule(restMs, resolve);
      signal.addEventListener("abort", () => (cancel(), resolve()));
    });
  }

  /** A question that asks for something else than what is wanted now is not waited for. */
  const sync = () => {
    const { watch, unwatch } = parts.registrations.change(parts.wanted);
    if (watch.length + unwatch.length > 0) asking.abort();
  };

  run().catch((error: unknown) => finish({ how: "lost", error }));
  return {
    ended,
    sync: () => queueMicrotask(sync),
    again: (key) => {
      parts.registrations.again(key);
      queueMicrotask(sync);
    },
    look: () => watchdog?.look(),
    close: (how = closed) => finish(how),
  };
}

/** Asks once, and tells what came. False when nothing did. */
async function askOnce(
  parts: LineParts,
  known: Set<number>,
  signal: AbortSignal,
): Promise<boolean> {
  const { core, wanted, registrations, events } = parts;
  const queries = registrations.list(wanted);
  const isKnown = queries.every(({ q }) => known.has(q));
  const token = core.caller.snapshots.newest;
  const body = { version: liveVersion, queries, token, waitMs: isKnown ? waitMs : 0 };
  let answer: Partial<PollAnswer>;
  try {
    answer = Object(await tellService(parts, livePollPath, body, signal)) as Partial<PollAnswer>;
  } catch (error) {
    if (signal.aborted) return true;
    throw error;
  }
  if (signal.aborted) return true;
  const { frames = [] } = answer;
  for (const frame of frames) {
    const key = registrations.keyOf(frame);
    if (key === undefined) continue;
    known.add(frame.q);
    events.onUpdate(key, frame);
  }
  return frames.length > 0;
}
