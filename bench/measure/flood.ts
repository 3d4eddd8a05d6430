import type { FloodOrder, FloodResult } from "../load/flood.ts";
import type { LoadOrder, LoadResult } from "../load/run-load.ts";
import { type Child, startChild } from "./child.ts";
import { type ShopFile, startContender } from "./contender.ts";
import { median } from "./median.ts";

/** Orders alone, and orders during a flood of sign-ins: medians over the rounds. */
export interface Flood {
  readonly alone: Latencies;
  readonly flooded: Latencies;
  /** Sign-ins a second, by the status that answered them. */
  readonly signIns: FloodResult;
}

interface Latencies {
  readonly ordersPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

interface FloodPlan {
  readonly rounds: number;
  readonly seconds: number;
  readonly products: number;
}

const flooders = 100;
const buyers = 8;

/**
 * Measures orders without and with a flood, in turns, against one service that has both processors, as
 * its passwords are hashed beside its event loop; the generators share them with it.
 */
export async function measureFlood(
  file: ShopFile,
  plan: FloodPlan,
  output: number,
): Promise<Flood> {
  const server = startContender({ subject: "servery", callers: "signed-in" }, file.path, {
    output,
  });
  const orders = startChild("generate.ts", [], {});
  const flood = startChild("generate.ts", [], {});
  const { rounds, seconds, products } = plan;
  const alone: LoadResult[] = [];
  const flooded: LoadResult[] = [];
  const statuses: FloodResult[] = [];
  try {
    const { port } = await server.receive<{ port: number }>();
    const order = (round: number): LoadOrder => ({
      port,
      subject: "servery",
      credentials: file.credentials,
      scenario: "order",
      inFlight: buyers,
      seconds,
      products,
      seed: 4001 + round,
      polls: false,
    });
    await ask<LoadResult>(orders, order(-1));
    for (let round = 0; round < rounds; round++) {
      alone.push(await ask<LoadResult>(orders, order(round)));
      const run: FloodOrder = { port, inFlight: flooders, seconds };
      const [during, answers] = await Promise.all([
        ask<LoadResult>(orders, order(rounds + round)),
        ask<FloodResult>(flood, run),
      ]);
      flooded.push(during);
      statuses.push(answers);
    }
  } finally {
    await Promise.all([server.stop(), orders.stop(), flood.stop()]);
  }
  return {
    alone: toLatencies(alone),
    flooded: toLatencies(flooded),
    signIns: toRates(statuses, seconds),
  };
}

async function ask<Result>(child: Child, order: object): Promise<Result> {
  const { result, failure } = await child.ask<{ result?: Result; failure?: string }>(order);
  if (result === undefined) throw new Error(`The flood could not be measured: ${failure}.`);
  return result;
}

function toLatencies(results: readonly LoadResult[]): Latencies {
  const failed = results.reduce((sum, { failures }) => sum + failures, 0);
  if (failed > 0) throw new Error(`${failed} orders failed while sign-ins flooded the service.`);
  return {
    ordersPerSecond: median(results.map(({ answers, seconds }) => answers / seconds)),
    p50Ms: median(results.map(({ p50Ms }) => p50Ms)),
    p99Ms: median(results.map(({ p99Ms }) => p99Ms)),
  };
}

function toRates(all: readonly FloodResult[], seconds: number): FloodResult {
  const statuses = [...new Set(all.flatMap((each) => Object.keys(each)))].toSorted();
  const rateOf = (status: string) => median(all.map((each) => (each[status] ?? 0) / seconds));
  return Object.fromEntries(statuses.map((status) => [status, rateOf(status)]));
}
