import { parseArgs } from "node:util";

import { type Bench, benchOptions, withBench } from "../measure/prepare.ts";

/** Runs one part of the benchmark by itself: `node live/PART.ts [--quick] [--source] [--earlier REVISION]`. */
export async function runAlone(measure: (bench: Bench) => Promise<unknown>): Promise<void> {
  const { values } = parseArgs({ options: benchOptions });
  const { quick, source, earlier } = values;
  await withBench({ quick, source, earlier }, async (bench) => void (await measure(bench)));
}

/** The same for a part that looks behind the doors, and so is run on the sources. */
export async function runAloneOnSources(
  measure: (bench: Bench) => Promise<unknown>,
): Promise<void> {
  const { values } = parseArgs({ options: benchOptions });
  await withBench({ ...values, source: true }, async (bench) => void (await measure(bench)));
}
