import type { OpenSource, Source, SourceEvents, Update, Wanted, WantedQuery } from "./source.ts";
import { type FollowerMessage, holdLock, type LeaderMessage } from "./tab-channel.ts";

/** What a tab that leads is made with. */
export interface LeadingOptions {
  /** What this tab watches itself. */
  readonly wanted: Wanted;
  readonly events: SourceEvents;
  /** Opens the connection. */
  readonly connect: OpenSource;
  /** Tells all other tabs, or the one that is named. */
  tell(tells: LeaderMessage["tells"], to?: string): void;
  /** The lock that a tab holds as long as it is there. */
  lockOf(tab: string): string;
}

/** A source that tells other tabs as well. */
export interface Leading extends Source {
  hear(message: FollowerMessage): void;
}

/** This tab among those that it tells. */
const here = "";

/**
 * Watches for all tabs what any of them wants, and tells them what comes. A query that is watched already is told
 * to a tab that joins as it was told last.
 */
export function lead(options: LeadingOptions): Leading {
  const { events, tell } = options;
  const closing = new AbortController();
  const wants = new Map<string, readonly WantedQuery[]>();
  /** What was told of each query last, whole. */
  const last = new Map<string, Update>();
  /** Which of that the connection that is open has confirmed. */
  const told = new Set<string>();
  const toHere = (key: string, update: Update) => {
    if (wants.get(here)?.some((query) => query.key === key)) events.onUpdate(key, update);
  };

  const http = options.connect(() => unite(wants, last).values(), {
    onUpdate: (key, update) => {
      const whole = update.unchanged === true ? withToken(last.get(key), update) : update;
      if (update.ended === true) last.delete(key);
      else if (whole.unchanged !== true) last.set(key, whole);
      told.add(key);
      tell({ key, update: whole });
      toHere(key, whole);
    },
    onBeat: (token) => {
      for (const key of told) {
        const update = last.get(key);
        if (update !== undefined && token !== undefined) last.set(key, { ...update, token });
      }
      tell({ beat: token });
      events.onBeat(token);
    },
    onLost: (problem) => {
      told.clear();
      tell({ lost: true });
      events.onLost(problem);
    },
  });

  /** Takes what a tab wants; what is known of it already is told to it. */
  function take(tab: string, next: readonly WantedQuery[]): void {
    const before = new Set(wants.get(tab)?.map(({ key }) => key));
    wants.set(tab, next);
    for (const { key } of next) {
      const update = last.get(key);
      if (before.has(key) || !told.has(key)) continue;
      // Another has what this tab has not.
      if (update === undefined) http.again(key);
      else if (tab === here) toHere(key, update);
      else tell({ key, update }, tab);
    }
    const united = unite(wants, last);
    for (const key of [...last.keys(), ...told])
      if (!united.has(key)) {
        last.delete(key);
        told.delete(key);
      }
    http.sync();
  }

  take(here, [...options.wanted()]);
  tell({ hello: true });
  return {
    hear: ({ from, wants: next, again }) => {
      // Got once the tab has gone, however it went.
      if (!wants.has(from))
        holdLock(options.lockOf(from), closing.signal, () => {
          wants.delete(from);
          http.sync();
        });
      options.tell({ heard: true }, from);
      take(from, next);
      if (again !== undefined) http.again(again);
    },
    sync: () => take(here, [...options.wanted()]),
    again: http.again,
    close: () => {
      closing.abort();
      http.close();
      tell({ lost: true });
    },
  };
}

function withToken(update: Update | undefined, { token, ...rest }: Update): Update {
  return { ...(update ?? rest), ...(token !== undefined && { token }) };
}

/**
 * What any tab wants, each query once. What is said to be known of it is what was told last, for all tabs can be
 * given that; before anything was told, what the only tab that wants it has.
 */
function unite(
  wants: ReadonlyMap<string, readonly WantedQuery[]>,
  last: ReadonlyMap<string, Update>,
): Map<string, WantedQuery> {
  const united = new Map<string, WantedQuery>();
  for (const query of [...wants.values()].flat()) {
    const { key, operation, input } = query;
    const { hash, token } = last.get(key) ?? (united.has(key) ? {} : query);
    united.set(key, { key, operation, input, hash, token });
  }
  return united;
}
