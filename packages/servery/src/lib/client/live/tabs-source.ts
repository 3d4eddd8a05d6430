import type { Clock } from "../clock.ts";
import { createIdempotencyKey } from "../idempotency-key.ts";
import { type Leading, lead } from "./leading.ts";
import type { OpenSource, Source, SourceEvents, Wanted } from "./source.ts";
import { holdLock, type LeaderMessage, openTabChannel } from "./tab-channel.ts";
import { turns } from "./turns.ts";
import { startWatchdog } from "./watchdog.ts";

/** What the tabs of one user have in common. */
export interface TabsOptions {
  /** The same in all tabs that may share a connection, and only in those. */
  readonly name: string;
  readonly clock: Clock;
  /** Opens a connection. */
  readonly connect: OpenSource;
}

/** How long a tab that has just come waits for the one that leads. In milliseconds. */
const greetingMs = 1_000;
/** How long the one that leads may be silent; then it was frozen, perhaps. In milliseconds. */
const patienceMs = 50_000;

/**
 * Shares one connection between tabs: one of them leads, holds it and tells the others; when that one goes,
 * another leads. A tab that hears nothing opens a connection of its own, so that nothing but their number rests on
 * other tabs.
 */
export function createTabsSource(
  { name, clock, connect }: TabsOptions,
  wanted: Wanted,
  events: SourceEvents,
): Source {
  const id = createIdempotencyKey();
  const closing = new AbortController();
  const { signal } = closing;
  const lockOf = (tab: string) => `${name}:${tab}`;
  let leading: Leading | undefined;
  let alone: Source | undefined;
  let leader: string | undefined;
  let isThere = false;

  const tell = (tells: LeaderMessage["tells"], to?: string) =>
    channel.post({ leader: id, tells, ...(to !== undefined && { to }) });

  /** Tells the tab that leads what is wanted, with all that is watched in the same tick. */
  async function ask(again?: string): Promise<void> {
    await turns(6);
    if (signal.aborted || !isThere || (leading ?? alone) !== undefined) return;
    const wants = [...wanted()];
    channel.post({ from: id, wants, ...(again !== undefined && { again }) });
  }

  function follow({ leader: from, to = id, tells }: LeaderMessage): void {
    if ((leading ?? alone) !== undefined) return;
    if (leader === undefined) watchdog.expect(patienceMs);
    watchdog.see();
    if (leader !== from && leader !== undefined) events.onLost(undefined);
    leader = from;
    if (to !== id) return;
    if ("update" in tells) events.onUpdate(tells.key, tells.update);
    else if ("beat" in tells) events.onBeat(tells.beat);
    else if ("lost" in tells) events.onLost(undefined);
    else if ("hello" in tells) void ask();
  }

  const channel = openTabChannel(name, {
    onFollower: (message) => leading?.hear(message),
    onLeader: follow,
  });
  const watchdog = startWatchdog(clock, greetingMs, () => {
    events.onLost(undefined);
    alone = connect(wanted, events);
  });
  // Held as long as the tab is there. Whoever leads waits for it to be free.
  holdLock(lockOf(id), signal, () => {
    isThere = true;
    void ask();
  });
  holdLock(name, signal, () => {
    watchdog.stop();
    alone?.close();
    events.onLost(undefined);
    leading = lead({ wanted, events, connect, tell, lockOf });
  });
  return {
    sync: () => {
      const source = leading ?? alone;
      if (source) source.sync();
      else void ask();
    },
    again: (key) => {
      const source = leading ?? alone;
      if (source) source.again(key);
      else void ask(key);
    },
    close: () => {
      if (signal.aborted) return;
      closing.abort();
      watchdog.stop();
      (leading ?? alone)?.close();
      if (leading === undefined) channel.post({ from: id, wants: [] });
      channel.close();
    },
  };
}
