import { assertDurable } from "../measure/assert-durable.ts";
import { startChild } from "../measure/child.ts";
import { type Contender, type ShopFile, toLabel } from "../measure/contender.ts";
import type { Bench } from "../measure/prepare.ts";
import { hasEarlier } from "../measure/earlier.ts";
import { measureScenario, type Sample } from "../measure/rounds.ts";
import { makeShopFile } from "../measure/shop-file.ts";
import { toTable } from "../report/table.ts";
import { toVersusTable } from "../report/versus.ts";
import { runAlone } from "./alone.ts";
import type { RecordCost } from "./record-commits.ts";

const full = { rounds: 7, seconds: 1.5, warmUpSeconds: 3, inFlight: 64, products: 100_000 };
const short = { ...full, rounds: 3, seconds: 0.5, warmUpSeconds: 0.7 };

/** What it costs an order that its commit is recorded: beside what orders cost earlier, and by itself. */
export async function measureMutations(bench: Bench): Promise<object> {
  const plan = bench.quick ? short : full;
  const subjects = ["bare", "servery", ...(hasEarlier(bench) ? ["servery-earlier"] : [])] as const;
  const files = new Map<Contender, ShopFile>();
  for (const subject of subjects as readonly Contender["subject"][]) {
    const contender: Contender = { subject, callers: "signed-in" };
    files.set(contender, await makeShopFile(bench.folder, contender, plan.products));
  }
  const { samples, acknowledged } = await measureScenario("order", files, plan, bench.nowhere);
  for (const [contender, { path }] of files)
    assertDurable(path, toLabel(contender), acknowledged[toLabel(contender)]!);
  console.log(`\nDurable orders, ${plan.inFlight} in flight\n`);
  console.log(toVersusTable(samples.map(toRoundSample), ["bare", "servery-earlier"]));
  const costs = await measureRecording(bench);
  console.log("\nWhat a commit's changes take to be told: microseconds\n");
  console.log(toCostTable(costs));
  return { samples, costs };
}

async function measureRecording({ quick }: Bench): Promise<readonly RecordCost[]> {
  const child = startChild("live/record-commits.ts", [quick ? "200" : "2000"], {
    core: 0,
    isSource: true,
  });
  try {
    return await child.receive<readonly RecordCost[]>();
  } finally {
    await child.stop();
  }
}

function toRoundSample({ subject: label, round, p99Ms, ...sample }: Sample) {
  const { requestsPerSecond: perSecond, serverMicros: micros } = sample;
  return { label, round, p99Ms, perSecond, micros };
}

function toCostTable(costs: readonly RecordCost[]): string {
  return toTable(
    ["a commit of", "rows", "bytes", "session", "write set", "both, an order"],
    costs.map(({ orders, isFollowed, rows, bytes, sessionMicros, writeSetMicros }) => [
      `${orders} order${orders === 1 ? "" : "s"}, ${isFollowed ? "somebody reads the tables" : "nobody does"}`,
      String(rows),
      String(bytes),
      sessionMicros.toFixed(1),
      writeSetMicros.toFixed(1),
      ((sessionMicros + writeSetMicros) / orders).toFixed(2),
    ]),
  );
}

if (import.meta.main) await runAlone(measureMutations);
