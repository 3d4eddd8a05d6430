import type { LoadOrder, LoadResult, Scenario } from "../load/run-load.ts";
import type { SubjectName } from "../subjects/subject.ts";
import { type Child, startChild } from "./child.ts";

/** How long and how often a scenario is measured. */
export interface Plan {
  readonly rounds: number;
  readonly seconds: number;
  readonly warmUpSeconds: number;
  readonly inFlight: number;
  readonly products: number;
}

/** One subject in one round. */
export interface Sample extends LoadResult {
  readonly round: number;
  readonly subject: SubjectName;
  readonly requestsPerSecond: number;
  /** Processor time that the server used for one request, in microseconds. */
  readonly serverMicros: number;
}

/** What a subject's process held when its rounds were over. */
export interface Measured {
  readonly samples: readonly Sample[];
  readonly residentBytes: Readonly<Record<string, number>>;
  /** Orders acknowledged in all, warm-up included, by subject. */
  readonly acknowledged: Readonly<Record<string, number>>;
}

interface Usage {
  readonly cpuMicros: number;
  readonly residentBytes: number;
}

interface Running {
  readonly name: SubjectName;
  readonly child: Child;
  readonly port: number;
}

/**
 * Measures the subjects in paired rounds: each round runs all of them once, and every other round
 * backwards, so that a disturbance of the machine falls on neighbours and not on one subject.
 */
export async function measureScenario(
  scenario: Scenario,
  files: ReadonlyMap<SubjectName, string>,
  plan: Plan,
  output: number,
): Promise<Measured> {
  const generator = startChild("generate.ts", [], { core: 1 });
  const running: Running[] = [];
  const acknowledged: Record<string, number> = {};
  const samples: Sample[] = [];
  try {
    for (const [name, file] of files) {
      const child = startChild("serve.ts", [name, file], { core: 0, output });
      running.push({ name, child, port: (await child.receive<{ port: number }>()).port });
    }
    const run = async (subject: Running, round: number, seconds: number) => {
      const sample = await runOnce(generator, subject, scenario, round, { ...plan, seconds });
      acknowledged[subject.name] = (acknowledged[subject.name] ?? 0) + sample.acknowledged;
      return sample;
    };
    for (const subject of running) await run(subject, -1, plan.warmUpSeconds);
    for (let round = 0; round < plan.rounds; round++)
      for (const subject of round % 2 === 0 ? running : running.toReversed())
        samples.push(await run(subject, round, plan.seconds));
    const residentBytes: Record<string, number> = {};
    for (const { name, child } of running)
      residentBytes[name] = (await child.ask<Usage>({})).residentBytes;
    return { samples, residentBytes, acknowledged };
  } finally {
    await Promise.all(
      [generator, ...running.map(({ child }) => child)].map((child) => child.stop()),
    );
  }
}

async function runOnce(
  generator: Child,
  subject: Running,
  scenario: Scenario,
  round: number,
  plan: Plan,
): Promise<Sample> {
  const { name, child, port } = subject;
  const { inFlight, seconds, products } = plan;
  const style = name === "orpc" ? "rpc" : "routes";
  const order: LoadOrder = {
    port,
    style,
    scenario,
    inFlight,
    seconds,
    products,
    seed: 9001 + round,
    // A commit needs the second processor too: the journal's threads run there.
    polls: scenario === "read",
  };
  const before = await child.ask<Usage>({});
  const { result, failure } = await generator.ask<{ result?: LoadResult; failure?: string }>(order);
  const after = await child.ask<Usage>({});
  if (result === undefined || result.failures > 0 || result.answers === 0)
    throw new Error(
      `${name} failed under load: ${failure ?? `${result?.failures} answers were no success`}.`,
    );
  return {
    ...result,
    round,
    subject: name,
    requestsPerSecond: result.answers / seconds,
    serverMicros: (after.cpuMicros - before.cpuMicros) / result.acknowledged,
  };
}
