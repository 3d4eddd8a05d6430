import { equal } from "node:assert/strict";

import type { ReadSet } from "../../packages/servery/src/lib/server/data/reads/read-set.ts";
import type { WriteSet } from "../../packages/servery/src/lib/server/data/writes/write-set.ts";
import { isTouched } from "../../packages/servery/src/lib/server/live/region-match.ts";
import type { Bench } from "../measure/prepare.ts";
import { toTable } from "../report/table.ts";
import { runAloneOnSources } from "./alone.ts";
import { type Precision, precisions, toPrecision } from "./precision.ts";
import { openStore, type OpenStore, type StoreCall } from "./store/open-store.ts";
import { toWatchedMix } from "./store/watched-mix.ts";
import { createWrites } from "./store/written-mix.ts";

/** What the writes of one run made necessary. */
export interface Reruns {
  readonly queries: number;
  readonly writes: number;
  /** Runs that each precision would have caused. */
  readonly byPrecision: Readonly<Record<Precision, number>>;
  /** Of the runs that were caused, those that had another result. */
  readonly changed: number;
  /** The queries that ran most often for nothing, by operation: runs, and those with another result. */
  readonly byOperation: Readonly<Record<string, { runs: number; changed: number }>>;
}

interface Watched {
  readonly call: StoreCall;
  text: string;
  readSets: Readonly<Record<Precision, ReadSet>>;
}

/**
 * Counts how often the store's queries would run again for a day of its writes, if it were known of their read sets
 * which tables, which columns, which keys or which ranges.
 */
export async function measureReruns({ folder, quick }: Bench): Promise<Reruns> {
  const store = await openStore(folder);
  const watched: Watched[] = [];
  for (const call of toWatchedMix(quick ? 200 : 1000)) watched.push(await watch(store, call));
  const writes = quick ? 100 : 1000;
  const counts = { table: 0, columns: 0, keys: 0, ranges: 0 };
  const byOperation: Record<string, { runs: number; changed: number }> = {};
  let commits: WriteSet[] = [];
  store.onCommit((commit) => commits.push(commit));
  const write = createWrites(store);
  for (let index = 0; index < writes; index++) {
    commits = [];
    await write();
    const touched = countTouched(watched, commits, counts);
    for (const each of touched) {
      const row = (byOperation[each.call.operation] ??= { runs: 0, changed: 0 });
      row.runs++;
      if (await runAgain(store, each)) row.changed++;
    }
  }
  // Whatever was not run again is still so.
  for (const { call, text } of watched) equal((await store.read(call)).text, text, call.operation);
  await store.close();
  const changed = Object.values(byOperation).reduce((sum, row) => sum + row.changed, 0);
  const reruns = { queries: watched.length, writes, byPrecision: counts, changed, byOperation };
  show(reruns);
  return reruns;
}

async function watch(store: OpenStore, call: StoreCall): Promise<Watched> {
  const { text, reads } = await store.read(call);
  return { call, text, readSets: toReadSets(reads) };
}

/** Answers those that are touched at the finest. */
function countTouched(
  watched: readonly Watched[],
  commits: readonly WriteSet[],
  counts: Record<Precision, number>,
): Watched[] {
  return watched.filter(({ readSets }) => {
    const isHit = (precision: Precision) =>
      commits.some((commit) => isTouched(readSets[precision], commit));
    for (const precision of precisions) {
      if (!isHit(precision)) return false;
      counts[precision]++;
    }
    return true;
  });
}

async function runAgain(store: OpenStore, watched: Watched): Promise<boolean> {
  const { text, reads } = await store.read(watched.call);
  const isChanged = text !== watched.text;
  watched.text = text;
  watched.readSets = toReadSets(reads);
  return isChanged;
}

function toReadSets(reads: ReadSet): Record<Precision, ReadSet> {
  const of = (precision: Precision) => toPrecision(reads, precision);
  return { table: of("table"), columns: of("columns"), keys: of("keys"), ranges: of("ranges") };
}

function show({ queries, writes, byPrecision, changed, byOperation }: Reruns): void {
  console.log(
    `\nRuns of ${queries} queries that people watch in the store, for ${writes} writes\n`,
  );
  const share = (count: number) => `${((100 * count) / byPrecision.table).toFixed(1)} %`;
  const count = (value: number) => value.toLocaleString("en");
  const words = { table: "tables", columns: "and columns", keys: "and keys", ranges: "and ranges" };
  console.log(
    toTable(
      ["known of what is read", "runs", "of those by table", "a write"],
      [
        ...precisions.map((precision) => [precision, byPrecision[precision]] as const),
        ["changed", changed] as const,
      ].map(([name, runs]) => [
        name === "changed" ? "had another result" : words[name],
        count(runs),
        share(runs),
        (runs / writes).toFixed(1),
      ]),
    ),
  );
  const rows = Object.entries(byOperation).toSorted(([, one], [, other]) => other.runs - one.runs);
  console.log(
    `\n${toTable(
      ["by ranges", "runs", "another result"],
      rows.map(([name, row]) => [name, count(row.runs), count(row.changed)]),
    )}`,
  );
}

if (import.meta.main) await runAloneOnSources(measureReruns);
