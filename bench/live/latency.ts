import type { Bench } from "../measure/prepare.ts";
import { toTable } from "../report/table.ts";
import { runAlone } from "./alone.ts";
import { isZeroThere, type MeasuredBoard, startBoard, startClients } from "./board-child.ts";
import type { TimedEdit, TimingOrder } from "./time-changes.ts";

/** How long a change takes from its commit to those who watch, in milliseconds. */
export interface Latency {
  readonly board: MeasuredBoard;
  readonly shape: TimingOrder["shape"];
  readonly watchers: number;
  /** From COMMIT's return to the frame's arrival, over all edits and all who heard of them. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** The same to the last of those who heard of an edit: the median. */
  readonly lastMs: number;
  /** From the sending of the edit to its acknowledgement: the median. */
  readonly editMs: number;
}

const sizes = [10, 100, 1000];
const shapes = ["spread", "hot"] as const;
/** Each of Zero's clients has a store and a query engine: a thousand leave nothing for who serves them. */
const mostOfZero = 100;

/** Measures boards with 10, 100 and 1,000 who watch, each a client with a connection of its own. */
export async function measureLatency(
  bench: Bench,
  boards: readonly MeasuredBoard[] = [
    "servery",
    "feathers",
    ...(isZeroThere ? ["zero" as const] : []),
  ],
): Promise<readonly Latency[]> {
  if (!isZeroThere) console.log("Without Zero: `npm ci --prefix bench/live/zero` installs it.");
  const rows: Latency[] = [];
  for (const shape of shapes)
    for (const watchers of sizes)
      for (const board of boards)
        if (board !== "zero" || watchers <= mostOfZero)
          rows.push(await measureOne(bench, { board, shape, watchers }));
  console.log("\nFrom a commit to those who watch, each with a connection of its own\n");
  console.log(toLatencyTable(rows));
  return rows;
}

async function measureOne(
  bench: Bench,
  { board, shape, watchers }: Pick<Latency, "board" | "shape" | "watchers">,
): Promise<Latency> {
  const server = await startBoard(bench, board, 2000);
  const clients = startClients(board);
  try {
    const { port } = server;
    const edits = bench.quick ? 30 : 300;
    const order: TimingOrder = { board, port, watchers, shape, edits };
    const timed = await clients.ask<TimedEdit[]>(order);
    const { commits } = await server.usage();
    return { board, shape, watchers, ...summarize(timed, commits) };
  } finally {
    await Promise.all([server.stop(), clients.stop()]);
  }
}

function summarize(edits: readonly TimedEdit[], commits: readonly number[]) {
  const latencies: number[] = [];
  const lasts: number[] = [];
  for (const { sent, heard } of edits) {
    // Edits come one by one: the first commit after it was sent is its own.
    const commit = commits.find((moment) => moment > sent)!;
    for (const moment of heard) latencies.push(moment - commit);
    lasts.push(Math.max(...heard) - commit);
  }
  return {
    p50Ms: quantile(latencies, 0.5),
    p99Ms: quantile(latencies, 0.99),
    lastMs: quantile(lasts, 0.5),
    editMs: quantile(
      edits.map(({ sent, acknowledged }) => acknowledged - sent),
      0.5,
    ),
  };
}

function quantile(values: readonly number[], part: number): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? Number.NaN;
}

function toLatencyTable(rows: readonly Latency[]): string {
  const words = { hot: "all watch one row", spread: "each watches a row of its own" };
  return toTable(
    ["commit → client", "watch", "p50 ms", "p99 ms", "last of all ms", "edit → answer ms"],
    rows.map(({ board, shape, watchers, ...row }) => [
      `${board}, ${words[shape]}`,
      watchers.toLocaleString("en"),
      ...[row.p50Ms, row.p99Ms, row.lastMs, row.editMs].map((ms) => ms.toFixed(2)),
    ]),
  );
}

if (import.meta.main) await runAlone((bench) => measureLatency(bench));
