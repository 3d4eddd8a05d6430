import { createBoundedMap } from "../../base/bounded-map.ts";
import type { Platform } from "../../ports/platform.ts";
import { type Entry, isOutput, type OutputEntry } from "./entry.ts";
import type { KeptResults } from "./kept-results.ts";
import type { LiveQuery } from "./live-query.ts";
import { answersAlike, type Ask, type Asked } from "./question.ts";
import { createSharedSignal, type SharedSignal } from "./shared-signal.ts";
import { createRunRecord, type RunBasis } from "./run-record.ts";

/** What a query came to. */
export interface ReadResult {
  /** The output as JSON. */
  readonly text: string;
  /** Where it is kept. */
  readonly entry: OutputEntry | undefined;
  /** The state that it was read in; `undefined` where that was not looked at. */
  readonly count: number | undefined;
}

/** Answers queries: from what is kept where it holds, else by running them. */
export interface ReactiveCache {
  /** What is kept for such a caller, and is not too old at this time of the monotonic clock. */
  find(key: string, ask: Ask, now: number): OutputEntry | undefined;
  findByAlias(alias: string, ask: Ask, now: number): OutputEntry | undefined;
  read(query: LiveQuery, alias?: string): Promise<ReadResult>;
}

/** A run that others may wait for. */
interface Flight {
  readonly done: Promise<void>;
  readonly ask: Ask;
  /** Only of a run that can be ended on the way. */
  readonly shared: SharedSignal | undefined;
  waiting: number;
}

/** Queries that were run and not kept: a second run within these many is worth keeping. */
const remembered = 20_000;

/** Makes the cache over results that are kept. */
export function createReactiveCache(
  kept: KeptResults,
  platform: Pick<Platform, "sha256">,
): ReactiveCache {
  const flights = new Map<string, Flight>();
  // One look at each of a million rows must not push out what is looked at often.
  const seen = createBoundedMap<string, true>(remembered);
  /** What runs of a query were last found to ask: only who answers alike waits for another's run. */
  const lastAsked = createBoundedMap<string, readonly Asked[]>(remembered);

  function current(entry: Entry | undefined, now: number): OutputEntry | undefined {
    if (entry === undefined || !isOutput(entry)) return undefined;
    if (now < entry.expiresAt) return entry;
    kept.invalidate(entry, "its age");
    return undefined;
  }

  function mayServe(flight: Flight, { key, ask }: LiveQuery): boolean {
    return answersAlike(
      (lastAsked.get(key) ?? []).map(({ question }) => ({
        question,
        answer: flight.ask(question),
      })),
      ask,
    );
  }

  /** Keeps what was run, where that is allowed and pays; answers where it is. */
  function admit(query: LiveQuery, basis: RunBasis, text: string): OutputEntry | undefined {
    lastAsked.set(query.key, basis.asked);
    const { forbidden, reads, statements } = basis;
    if (forbidden !== undefined || reads.everything !== undefined) return undefined;
    // What has read nothing rests on something else, if on anything.
    if (statements.length === 0) return undefined;
    const result = { text, hash: platform.sha256(text) };
    const entry = kept.toEntry(query, basis, result) as OutputEntry;
    if (!entry.isFresh) return undefined;
    kept.keep(entry);
    return entry;
  }

  async function run(query: LiveQuery, alias: string | undefined): Promise<ReadResult> {
    const { key } = query;
    const record = createRunRecord();
    const flight = flights.has(key) ? undefined : takeOff(query);
    try {
      const text = await query.run(record, flight?.shared?.signal ?? query.callerSignal);
      const isWorth = flight !== undefined && (flight.waiting > 0 || seen.get(key) === true);
      seen.set(key, true);
      const basis = isWorth ? record.conclude() : undefined;
      const entry = basis && admit(query, basis, text);
      if (alias !== undefined && entry !== undefined) kept.addAlias(alias, key);
      return { text, entry, count: record.count };
    } finally {
      flight?.land();
    }
  }

  function takeOff({ key, ask, callerSignal }: LiveQuery): Flight & { land(): void } {
    const { promise: done, resolve } = Promise.withResolvers<void>();
    const flight = {
      done,
      ask,
      shared: callerSignal && createSharedSignal(callerSignal),
      waiting: 0,
      land() {
        flights.delete(key);
        resolve();
      },
    };
    flights.set(key, flight);
    return flight;
  }

  async function join(flight: Flight, query: LiveQuery, alias?: string): Promise<ReadResult> {
    flight.waiting++;
    if (query.callerSignal !== undefined) flight.shared?.join(query.callerSignal);
    await flight.done;
    // Only what still holds: the run may have begun before a commit that this caller knows of.
    const entry = kept.find(query.key, query.ask);
    return entry !== undefined && isOutput(entry)
      ? { text: entry.result.text, entry, count: undefined }
      : run(query, alias);
  }

  return {
    find: (key, ask, now) => current(kept.find(key, ask), now),
    findByAlias: (alias, ask, now) => current(kept.findByAlias(alias, ask), now),
    read(query, alias) {
      const flight = query.isKept ? flights.get(query.key) : undefined;
      return flight !== undefined && mayServe(flight, query)
        ? join(flight, query, alias)
        : run(query, alias);
    },
  };
}
