import type { Platform } from "../../ports/platform.ts";
import { isOutput, type Entry, type OutputEntry } from "./entry.ts";
import { createFlights, type Flight, type Landed } from "./flights.ts";
import type { FollowedRun, KeptResults } from "./kept-results.ts";
import type { LiveQuery } from "./live-query.ts";
import { answersAlike, type Ask } from "./question.ts";
import { isShareable } from "./run-record.ts";
import type { Scopes } from "./scopes.ts";
import { createSightings } from "./sightings.ts";

/** What a query came to. */
export interface ReadResult {
  /** The output as JSON. */
  readonly text: string;
  /** Where it is kept. */
  readonly entry: OutputEntry | undefined;
  /** The state that it is of; `undefined` where that is not known. */
  readonly count: number | undefined;
}

/** Answers queries: from what is kept where it holds, else by running them. */
export interface ReactiveCache {
  /** What is kept for such a caller, and is not too old at this time of the monotonic clock. */
  find(key: string, ask: Ask, now: number): OutputEntry | undefined;
  findByAlias(alias: string, ask: Ask, now: number): OutputEntry | undefined;
  /** @param alias a text that leads to the query, and was lately looked at. */
  read(query: LiveQuery, alias?: string): Promise<ReadResult>;
  /** Whether a text that would lead to a query was lately looked at; from now on it was. */
  look(alias: string): boolean;
}

interface CacheOptions {
  readonly kept: KeptResults;
  readonly scopes: Scopes;
  readonly platform: Pick<Platform, "sha256">;
  /** The newest state that is known. */
  count(): number;
}

/** Queries that were run and not kept: a second run within about these many is worth keeping. */
const remembered = 32_768;
/** How many runs of others a caller waits for, one after the other, until it runs its query itself. */
const patience = 2;

/** Makes the cache over results that are kept. */
export function createReactiveCache({
  kept,
  scopes,
  platform,
  count,
}: CacheOptions): ReactiveCache {
  const flights = createFlights();
  // One look at each of a million rows must not push out what is looked at often.
  const sightings = createSightings(remembered);

  /** Runs a query; on a flight, others may wait for what comes of it. */
  async function run(query: LiveQuery, alias?: string, flight?: Flight): Promise<ReadResult> {
    const followed = kept.begin();
    let landed: Landed | undefined;
    try {
      const text = await query.run(followed.record, flight?.signal ?? query.callerSignal);
      const isKnown = query.isKept && (alias !== undefined || sightings.look(query.key));
      if (isKnown || (flight?.waiting ?? 0) > 0) landed = admit(query, followed, text);
      if (alias !== undefined && landed?.entry !== undefined) kept.addAlias(alias, query.key);
      return { text, entry: landed?.entry, count: followed.record.count };
    } finally {
      kept.end(followed);
      flight?.land(landed);
    }
  }

  /** Keeps what a run has made, where that is allowed. */
  function admit(query: LiveQuery, followed: FollowedRun, text: string): Landed {
    const basis = followed.record.conclude();
    scopes.learn(query.key, basis);
    const result = { text, hash: platform.sha256(text) };
    // What has read nothing rests on something else, if on anything.
    const entry =
      basis.statements.length === 0
        ? undefined
        : kept.keep({ query, run: followed, basis, result });
    return { text, basis, entry, missed: kept.firstMissed(followed, basis) };
  }

  /**
   * Waits for another's run. Its result is this caller's where they answer alike all that it has asked, and where
   * it has missed nothing that had happened when they came: they may know of it.
   */
  async function join(
    flight: Flight,
    query: LiveQuery,
    waited: number,
    alias?: string,
  ): Promise<ReadResult> {
    const { position } = kept;
    const known = count();
    flight.join(query);
    const landed = await flight.done;
    if (landed === undefined) return run(query, alias);
    const { text, basis, entry, missed } = landed;
    const isTheirs =
      basis.statements.length > 0 && isShareable(basis) && answersAlike(basis.asked, query.ask);
    if (!isTheirs || basis.count === undefined || (missed !== undefined && missed < position))
      return waited < patience ? read(query, alias, waited) : run(query, alias);
    if (alias !== undefined && entry !== undefined) kept.addAlias(alias, query.key);
    return { text, entry, count: Math.max(basis.count, known) };
  }

  function read(query: LiveQuery, alias?: string, waited = 0): Promise<ReadResult> {
    const scope = scopes.scopeOf(query);
    if (scope === undefined) return run(query, alias);
    const flight = flights.get(scope);
    return flight === undefined
      ? run(query, alias, flights.takeOff(scope, query))
      : join(flight, query, waited + 1, alias);
  }

  const toOutput = (entry: Entry | undefined): OutputEntry | undefined =>
    entry !== undefined && isOutput(entry) ? entry : undefined;

  return {
    find: (key, ask, now) => toOutput(kept.find(key, ask, now)),
    findByAlias: (alias, ask, now) => toOutput(kept.findByAlias(alias, ask, now)),
    read: (query, alias) => read(query, alias),
    look: sightings.look,
  };
}
