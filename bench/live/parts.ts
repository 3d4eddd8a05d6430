import type { Bench } from "../measure/prepare.ts";
import { measureCached, measureUncached } from "./cached.ts";
import { measureChurn } from "./churn.ts";
import { measureLatency } from "./latency.ts";
import { measureMutations } from "./mutations.ts";
import { measureReruns } from "./reruns.ts";
import { measureWriteCost } from "./write-cost.ts";

/** A third of a minute: whether a heap grows is seen in ten, by `live/churn.ts --minutes 10`. */
const churnMinutes = 0.34;

/** The parts that measure live queries and the cache, in their order. */
export const liveParts = {
  cached: measureCached,
  uncached: measureUncached,
  mutations: measureMutations,
  latency: (bench: Bench) => measureLatency(bench),
  writes: measureWriteCost,
  reruns: measureReruns,
  churn: (bench: Bench) => measureChurn(bench, churnMinutes),
} satisfies Readonly<Record<string, (bench: Bench) => Promise<unknown>>>;

/** Runs those parts that are wanted; `live` wants all of them. Answers their samples. */
export async function measureLiveParts(
  wanted: ReadonlySet<string>,
  bench: Bench,
): Promise<Record<string, unknown>> {
  const report: Record<string, unknown> = {};
  for (const [name, measure] of Object.entries(liveParts))
    if (wanted.has("live") || wanted.has(name)) report[name] = await measure(bench);
  return report;
}
