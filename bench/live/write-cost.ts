import { median, ratio } from "../measure/median.ts";
import type { Bench } from "../measure/prepare.ts";
import { toTable } from "../report/table.ts";
import { runAlone } from "./alone.ts";
import { type BoardClients, type RunningBoard, startBoard, startClients } from "./board-child.ts";
import type { RegionKind } from "./watch-regions.ts";
import type { WriteOrder, WriteResult } from "./write-load.ts";

/** One round of edits beside so many watches that none of them touches. */
export interface WriteCost {
  readonly regions: RegionKind;
  readonly watches: number;
  readonly round: number;
  readonly perSecond: number;
  readonly p99Ms: number;
  /** Processor time of the server for one edit. */
  readonly micros: number;
}

const sizes = [10, 1000, 10_000];
const kinds: readonly RegionKind[] = ["keys", "ranges", "mix"];
/** The notes that are watched come first; those that are edited, after them. */
const watched = 10_000;
const edited = 10_000;

/** Measures what edits cost beside 10, 1,000 and 10,000 watches of other rows. */
export async function measureWriteCost(bench: Bench): Promise<readonly WriteCost[]> {
  const samples: WriteCost[] = [];
  for (const regions of kinds) samples.push(...(await measureKind(bench, regions)));
  console.log("\nEdits, 64 in flight, beside watches of other rows\n");
  console.log(toWriteCostTable(samples));
  return samples;
}

async function measureKind(bench: Bench, regions: RegionKind): Promise<WriteCost[]> {
  const writer = startClients();
  const idle: BoardClients[] = [];
  const boards = new Map<number, RunningBoard>();
  const samples: WriteCost[] = [];
  try {
    for (const watches of sizes) {
      const board = await startBoard(bench, "servery", watched + edited);
      const clients = startClients();
      boards.set(watches, board);
      idle.push(clients);
      await clients.ask({ port: board.port, watches, regions });
    }
    const rounds = bench.quick ? 3 : 7;
    // The first one warms up.
    for (let round = -1; round < rounds; round++)
      for (const watches of round % 2 === 0 ? sizes : sizes.toReversed()) {
        const run = await runOnce(writer, boards.get(watches)!, round, bench.quick ? 0.7 : 2);
        if (round >= 0) samples.push({ regions, watches, round, ...run });
      }
  } finally {
    await Promise.all([writer, ...idle, ...boards.values()].map((child) => child.stop()));
  }
  return samples;
}

async function runOnce(
  writer: BoardClients,
  board: RunningBoard,
  round: number,
  seconds: number,
): Promise<Pick<WriteCost, "perSecond" | "p99Ms" | "micros">> {
  const { port } = board;
  const seed = 7001 + round;
  const order: WriteOrder = {
    port,
    inFlight: 64,
    seconds,
    first: watched + 1,
    notes: edited,
    seed,
  };
  const before = await board.usage();
  const { edits, p99Ms } = await writer.ask<WriteResult>(order);
  const after = await board.usage();
  const micros = (after.cpuMicros - before.cpuMicros) / edits;
  return { perSecond: edits / seconds, p99Ms, micros };
}

function toWriteCostTable(samples: readonly WriteCost[]): string {
  const of = (regions: RegionKind, watches: number, key: "perSecond" | "p99Ms" | "micros") =>
    samples
      .filter((sample) => sample.regions === regions && sample.watches === watches)
      .map((sample) => sample[key]);
  return toTable(
    [
      "watches of other rows",
      "edits a second",
      "p99 ms",
      "server µs",
      "µs × 10 watches",
      "least–most",
    ],
    kinds.flatMap((regions) =>
      sizes.map((watches) => {
        const micros = of(regions, watches, "micros");
        const against = ratio(micros, of(regions, 10, "micros"));
        return [
          `${watches.toLocaleString("en")}, by ${regions}`,
          Math.round(median(of(regions, watches, "perSecond"))).toLocaleString("en"),
          median(of(regions, watches, "p99Ms")).toFixed(1),
          median(micros).toFixed(1),
          against.median.toFixed(2),
          `${against.least.toFixed(2)}–${against.most.toFixed(2)}`,
        ];
      }),
    ),
  );
}

if (import.meta.main) await runAlone(measureWriteCost);
