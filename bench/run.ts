import { mkdirSync, openSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

import type { Scenario } from "./load/run-load.ts";
import { assertDurable } from "./measure/assert-durable.ts";
import { buildBench, buildServery } from "./measure/built.ts";
import { useBuilt } from "./measure/child.ts";
import { crossCheck } from "./measure/cross-check.ts";
import { checkDuties } from "./measure/duties.ts";
import { describeMachine } from "./measure/machine.ts";
import { measureScenario, type Plan } from "./measure/rounds.ts";
import { makeFolder, makeShopFile } from "./measure/shop-file.ts";
import { measureStages } from "./measure/stages.ts";
import { measureStartUp } from "./measure/start-up.ts";
import { type Row, toRows, toScenarioTable } from "./report/scenario.ts";
import { toStagesTable } from "./report/stages.ts";
import { toTable } from "./report/table.ts";
import type { SubjectName } from "./subjects/subject.ts";

/** `npm run bench [-- --quick] [-- --only read,order,alone,start,stages]`. See README.md. */
const { values } = parseArgs({
  options: {
    quick: { type: "boolean", default: false },
    only: { type: "string", default: "read,order,alone,start,stages" },
    source: { type: "boolean", default: false },
  },
});
const titles = {
  read: "Anonymous uncached read of one of 100,000 products",
  order: "Durable order of two lines under an idempotency key",
} as const;
const parts = new Set(values.only.split(","));
const products = 100_000;
const names: readonly SubjectName[] = ["bare", "servery", "fastify", "hono", "orpc"];
const full = { rounds: 9, seconds: 2, warmUpSeconds: 3, inFlight: 64, products };
const plan: Plan = values.quick ? { ...full, rounds: 3, seconds: 0.5, warmUpSeconds: 0.7 } : full;

if (!values.source) {
  buildServery();
  useBuilt(buildBench());
}
const folder = makeFolder();
const nowhere = openSync("/dev/null", "w");
const report: Record<string, unknown> = { machine: describeMachine(), plan };
try {
  await checkAll();
  if (parts.has("read")) report["read"] = await measure("read", plan);
  if (parts.has("read")) report["generators"] = await compareGenerators();
  if (parts.has("order")) report["order"] = await measure("order", plan);
  if (parts.has("alone"))
    report["alone"] = await measure("order", {
      ...plan,
      rounds: values.quick ? 2 : 3,
      inFlight: 1,
    });
  if (parts.has("stages")) report["stages"] = await measureAndShowStages();
  if (parts.has("start")) report["start"] = await measureAndShowStartUp();
} finally {
  folder.remove();
}
const results = new URL("results/", import.meta.url).pathname;
mkdirSync(results, { recursive: true });
writeFileSync(`${results}run.json`, `${JSON.stringify(report, null, 2)}\n`);
console.log(`\nAll samples: ${results}run.json`);

/** Nothing is timed before everyone has proven to do the same work. */
async function checkAll(): Promise<void> {
  for (const name of names) await checkDuties(name, await makeShopFile(folder.path, name, 1000));
  console.log(`${names.join(", ")} do the same duties (see README.md).`);
}

async function measure(
  scenario: Scenario,
  scenarioPlan: Plan,
): Promise<{ rows: Row[]; samples: unknown }> {
  const { inFlight, rounds, seconds } = scenarioPlan;
  const files = new Map<SubjectName, string>();
  const all = scenario === "read" ? (["ceiling", ...names] as const) : names;
  for (const name of all) files.set(name, await makeShopFile(folder.path, name, products));
  const measured = await measureScenario(scenario, files, scenarioPlan, nowhere);
  const rows = toRows(measured);
  console.log(`\n${titles[scenario]}, ${inFlight} in flight, ${rounds} rounds of ${seconds} s\n`);
  console.log(toScenarioTable(rows));
  if (scenario === "order")
    for (const name of names) assertDurable(files.get(name)!, name, measured.acknowledged[name]!);
  return { rows, samples: measured.samples };
}

async function compareGenerators() {
  const file = await makeShopFile(folder.path, "bare", 1000);
  const rates = await crossCheck(file, values.quick ? 1 : 3, nowhere);
  const [ours, theirs] = [rates.ours, rates.autocannon].map((rate) =>
    Math.round(rate).toLocaleString("en"),
  );
  console.log(
    `\nBare node:http answers ${ours} a second to this generator, ${theirs} to autocannon.`,
  );
  return rates;
}

async function measureAndShowStages() {
  const file = await makeShopFile(folder.path, "servery", products);
  const stages = await measureStages(file, values.quick ? 10_000 : 40_000, products, nowhere);
  console.log("\nServery's own time by stage, in process, without node:http\n");
  console.log(toStagesTable(stages));
  return stages;
}

async function measureAndShowStartUp() {
  const files = new Map<SubjectName, string>();
  for (const name of names) files.set(name, await makeShopFile(folder.path, name, 1000));
  const starts = await measureStartUp(files, values.quick ? 2 : 9);
  console.log("\nFrom the start of the process to the first answer, and the memory held then\n");
  const rows = starts.map(({ subject, firstAnswerMs, residentMegabytes }) => [
    subject,
    firstAnswerMs.toFixed(0),
    residentMegabytes.toFixed(0),
  ]);
  console.log(toTable(["", "ms", "MB"], rows));
  return starts;
}
