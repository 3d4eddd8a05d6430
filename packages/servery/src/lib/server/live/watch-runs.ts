import type { Platform } from "../../ports/platform.ts";
import type { Entry, EntryResult } from "./entry.ts";
import type { FollowedRun, KeptResults } from "./kept-results.ts";
import type { LiveQuery } from "./live-query.ts";
import type { RunBasis } from "./run-record.ts";
import type { Scopes } from "./scopes.ts";

interface WatchRunOptions {
  readonly kept: KeptResults;
  readonly scopes: Scopes;
  readonly platform: Pick<Platform, "sha256">;
}

/** How long until a query is tried again that failed for no reason of its own, in milliseconds. */
const retryMs = 5000;

/**
 * Runs a query that is watched. Never rejects: a failure is a result like any other.
 * @param take is given the result in the moment in which it is kept, for it may lapse in the next.
 */
export async function runWatched(
  { kept, scopes, platform }: WatchRunOptions,
  query: LiveQuery,
  signal: AbortSignal | undefined,
  take: (entry: Entry) => void,
): Promise<void> {
  const run = kept.begin();
  try {
    const text = await query.run(run.record, signal);
    if (run.record.count === undefined) throw new Error("The state that was read is not known.");
    const basis = run.record.conclude();
    scopes.learn(query.key, basis);
    const result = { text, hash: platform.sha256(text) };
    take(kept.keepWatched({ query, run, basis, result }));
  } catch (error) {
    take(keepProblem(kept, platform, { query, run }, error));
  } finally {
    kept.end(run);
  }
}

interface FailedRun {
  readonly query: LiveQuery;
  readonly run: FollowedRun;
}

/** What was read until then decides when it is run again; after a failure that passes, time does too. */
function keepProblem(
  kept: KeptResults,
  { sha256 }: Pick<Platform, "sha256">,
  { query, run }: FailedRun,
  error: unknown,
): Entry {
  const { problem, isPassing } = query.toProblem(error);
  const result: EntryResult = { problem, hash: sha256(`problem ${JSON.stringify(problem)}`) };
  const basis = concludeFailed(run);
  const done = { query, run, basis: basis ?? nothingRead, result };
  return isPassing || basis === undefined
    ? kept.keepFailure(done, retryMs)
    : kept.keepWatched(done);
}

/** What cannot be said may be what has failed. */
function concludeFailed({ record }: FollowedRun): RunBasis | undefined {
  try {
    return record.conclude();
  } catch {
    return undefined;
  }
}

const nothingRead: RunBasis = {
  reads: { regions: [], everything: undefined },
  asked: [],
  usesClock: false,
  forbidden: "what it has read could not be told",
  count: undefined,
  statements: [],
};
