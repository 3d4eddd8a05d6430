import type { Entry } from "../../src/lib/server/live/entry.ts";
import { createKeptResults, type KeptResults } from "../../src/lib/server/live/kept-results.ts";
import type { LiveQuery } from "../../src/lib/server/live/live-query.ts";
import { type LiveSettings, toLiveSettings } from "../../src/lib/server/live/live-settings.ts";
import { createLivePlatform, createQueries, createWorld } from "./world.ts";

/** Results that are kept of a world, and what is told when they do not hold any more. */
export function openKept(settings: Partial<LiveSettings> = {}) {
  const world = createWorld();
  const platform = createLivePlatform();
  const invalid: [key: string, cause: string, heldIn: number | undefined][] = [];
  const kept = createKeptResults({
    commits: world.commits,
    platform,
    settings: toLiveSettings("production", settings),
    onInvalid: ({ key, heldIn }, cause) => void invalid.push([key, cause, heldIn]),
  });
  return { world, platform, kept, invalid, ...createQueries(world) };
}

/** How a run's result is kept. */
type Keep = (kept: KeptResults, done: Parameters<KeptResults["keep"]>[0]) => Entry | undefined;

const keep: Keep = (kept, done) => kept.keep(done);
export const keepWatched: Keep = (kept, done) => kept.keepWatched(done);
export const keepFailure: Keep = (kept, done) => kept.keepFailure(done, 5000);

/** Runs a query, and keeps what comes of it. */
export async function runAndKeep(
  kept: KeptResults,
  query: LiveQuery,
  how: Keep = keep,
): Promise<Entry | undefined> {
  const run = kept.begin();
  const text = await query.run(run.record);
  const result = { text, hash: text };
  const entry = how(kept, { query, run, basis: run.record.conclude(), result });
  kept.end(run);
  return entry;
}
