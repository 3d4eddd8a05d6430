import type { LoadOrder, LoadResult, Scenario } from "../load/run-load.ts";
import { type Child, startChild } from "./child.ts";
import { type Contender, type ShopFile, startContender, toLabel } from "./contender.ts";

/** How long and how often a scenario is measured. */
export interface Plan {
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly inFlight: number;
  readonly products: number;
}

/** One contender in one round. */
export interface Sample extends LoadResult, Contender {
  readonly round: number;
  readonly requestsPerSecond: number;
  /** Processor time that the server used for one request, in microseconds. */
  readonly serverMicros: number;
  /** The part of its answers that came from a cache, where it says so. */
  readonly hitRatio: number;
}

/** All rounds, and by label what a contender's process held when they were over. */
export interface Measured {
  readonly samples: readonly Sample[];
  readonly residentBytes: Readonly<Record<string, number>>;
  /** Orders acknowledged in all, warm-up included, by label. */
  readonly acknowledged: Readonly<Record<string, number>>;
}

interface Usage {
  readonly cpuMicros: number;
  readonly residentBytes: number;
  readonly hits: number;
}

interface Running {
  readonly contender: Contender;
  readonly file: ShopFile;
  readonly child: Child;
  readonly port: number;
}

/**
 * Measures contenders in paired rounds: each round runs all of them once, and every other round
 * backwards, so that a disturbance of the machine falls on neighbours and not on one of them.
 */
export async function measureScenario(
  scenario: Scenario,
  files: ReadonlyMap<Contender, ShopFile>,
  plan: Plan,
  output: number,
): Promise<Measured> {
  const generator = startChild("generate.ts", [], { core: 1 });
  const running: Running[] = [];
  const acknowledged: Record<string, number> = {};
  const samples: Sample[] = [];
  try {
    for (const [contender, file] of files) {
      const child = startContender(contender, file.path, { core: 0, output });
      const { port } = await child.receive<{ port: number }>();
      running.push({ contender, file, child, port });
    }
    const run = async (one: Running, round: number, seconds: number) => {
      const sample = await runOnce(generator, one, scenario, round, { ...plan, seconds });
      const label = toLabel(one.contender);
      acknowledged[label] = (acknowledged[label] ?? 0) + sample.acknowledged;
      return sample;
    };
    for (const one of running) await run(one, -1, plan.warmUpSeconds);
    for (let round = 0; round < plan.rounds; round++)
      for (const one of round % 2 === 0 ? running : running.toReversed())
        samples.push(await run(one, round, plan.seconds));
    const residentBytes: Record<string, number> = {};
    for (const { contender, child } of running)
      residentBytes[toLabel(contender)] = (await child.ask<Usage>({})).residentBytes;
    return { samples, residentBytes, acknowledged };
  } finally {
    await Promise.all(
      [generator, ...running.map(({ child }) => child)].map((child) => child.stop()),
    );
  }
}

async function runOnce(
  generator: Child,
  { contender, file, child, port }: Running,
  scenario: Scenario,
  round: number,
  plan: Plan,
): Promise<Sample> {
  const { inFlight, seconds, products } = plan;
  const order: LoadOrder = {
    port,
    subject: contender.subject,
    credentials: file.credentials,
    scenario,
    inFlight,
    seconds,
    products,
    seed: 9001 + round,
    // A commit needs the second processor too: the journal's threads run there.
    polls: scenario !== "order",
  };
  const before = await child.ask<Usage>({});
  const { result, failure } = await generator.ask<{ result?: LoadResult; failure?: string }>(order);
  const after = await child.ask<Usage>({});
  if (result === undefined || result.failures > 0 || result.answers === 0)
    throw new Error(
      `${toLabel(contender)} failed under load: ${failure ?? `${result?.failures} answers were no success`}.`,
    );
  return {
    ...result,
    ...contender,
    round,
    requestsPerSecond: result.answers / seconds,
    serverMicros: (after.cpuMicros - before.cpuMicros) / result.acknowledged,
    hitRatio: (after.hits - before.hits) / result.acknowledged,
  };
}
