import { mkdirSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";

import { measureLiveParts } from "./live/parts.ts";
import type { Scenario } from "./load/run-load.ts";
import { assertDurable } from "./measure/assert-durable.ts";
import { findBun } from "./measure/bun.ts";
import { checkDuties } from "./measure/check-duties.ts";
import { type Callers, type Contender, type ShopFile, toLabel } from "./measure/contender.ts";
import { crossCheck } from "./measure/cross-check.ts";
import { measureFlood } from "./measure/flood.ts";
import { describeMachine } from "./measure/machine.ts";
import { type Bench, benchOptions, withBench } from "./measure/prepare.ts";
import { measureScenario, type Plan } from "./measure/rounds.ts";
import { makeShopFile } from "./measure/shop-file.ts";
import { measureStages } from "./measure/stages.ts";
import { measureStartUp } from "./measure/start-up.ts";
import { toFloodTable } from "./report/flood.ts";
import { toBeforeAndAfterTable, toRows, toScenarioTable } from "./report/scenario.ts";
import { toStagesTable } from "./report/stages.ts";
import { toTable } from "./report/table.ts";
import type { SubjectName } from "./subjects/subject.ts";

/** `npm run bench [-- --quick] [-- --only read,order,alone,stages,flood,start,live]`. See README.md. */
const { values } = parseArgs({
  options: {
    ...benchOptions,
    only: { type: "string", default: "read,order,alone,stages,flood,start,live" },
    subjects: { type: "string" },
  },
});
const titles: Readonly<Partial<Record<Scenario, string>>> = {
  read: "Uncached read of one of 100,000 products",
  order: "Durable order of two lines under an idempotency key",
};
const parts = new Set(values.only.split(","));
const products = 100_000;
const peers: readonly SubjectName[] = ["fastify", "hono", "nest", "orpc", "trpc", "elysia"];
const chosen = values.subjects?.split(",") ?? ["bare", "servery", ...peers];
const names = (["bare", "servery", ...peers] as const).filter(
  (name) => chosen.includes(name) && (name !== "elysia" || findBun() !== undefined),
);
const signedIn = names.map((subject): Contender => ({ subject, callers: "signed-in" }));
/** Those who are measured without sessions too, for before and after. */
const anonymous = names
  .filter((name) => ["bare", "servery", "fastify"].includes(name))
  .map((subject): Contender => ({ subject, callers: "anonymous" }));
const all = [...signedIn, ...anonymous];
const ceiling: Contender = { subject: "ceiling", callers: "anonymous" };
const full = { rounds: 7, seconds: 1.5, warmUpSeconds: 3, inFlight: 64, products };
const plan: Plan = values.quick ? { ...full, rounds: 3, seconds: 0.5, warmUpSeconds: 0.7 } : full;

const classic = ["read", "order", "alone", "stages", "flood", "start"];
const report: Record<string, unknown> = { machine: describeMachine(), plan };
/** Set before anything is measured. */
let bench: Bench;
const { quick, source, earlier } = values;
await withBench({ quick, source, earlier }, measureAll);
const results = new URL("results/", import.meta.url).pathname;
mkdirSync(results, { recursive: true });
writeFileSync(`${results}run.json`, `${JSON.stringify(report, null, 2)}\n`);
console.log(`\nAll samples: ${results}run.json`);

async function measureAll(given: Bench): Promise<void> {
  bench = given;
  if (classic.some((part) => parts.has(part))) await checkAll();
  if (parts.has("read")) report["read"] = await measure("read", [ceiling, ...all], plan);
  if (parts.has("read")) report["generators"] = await compareGenerators();
  if (parts.has("order")) report["order"] = await measure("order", all, plan);
  if (parts.has("alone")) report["alone"] = await measureAlone();
  if (parts.has("stages")) report["stages"] = await measureAndShowStages();
  if (parts.has("flood")) report["flood"] = await measureAndShowFlood();
  if (parts.has("start")) report["start"] = await measureAndShowStartUp();
  Object.assign(report, await measureLiveParts(parts, bench));
}

/** Nothing is timed before everyone has proven to do the same work. */
async function checkAll(): Promise<void> {
  for (const [contender, file] of await makeFiles(all, 1000)) await checkDuties(contender, file);
  console.log(`${all.map(toLabel).join("; ")}: all do the same duties (see README.md).`);
  if (findBun() === undefined) console.log("There is no Bun for this machine, so no Elysia.");
}

async function makeFiles(contenders: readonly Contender[], size: number) {
  const files = new Map<Contender, ShopFile>();
  for (const contender of contenders)
    files.set(contender, await makeShopFile(bench.folder, contender, size));
  return files;
}

async function measure(scenario: Scenario, contenders: readonly Contender[], ownPlan: Plan) {
  const { inFlight, rounds, seconds } = ownPlan;
  const files = await makeFiles(contenders, products);
  const measured = await measureScenario(scenario, files, ownPlan, bench.nowhere);
  const rows = toRows(measured);
  console.log(`\n${titles[scenario]}, ${inFlight} in flight, ${rounds} rounds of ${seconds} s\n`);
  console.log(toScenarioTable(rows));
  console.log("\nBefore and after sessions, limits and the audit\n");
  console.log(toBeforeAndAfterTable(rows));
  if (scenario === "order")
    for (const [contender, { path }] of files) {
      const label = toLabel(contender);
      assertDurable(path, label, measured.acknowledged[label]!);
    }
  return { rows, samples: measured.samples };
}

async function measureAlone() {
  const few = all.filter(({ subject }) => ["bare", "servery", "fastify"].includes(subject));
  return measure("order", few, { ...plan, rounds: values.quick ? 2 : 3, inFlight: 1 });
}

async function compareGenerators() {
  const file = await makeShopFile(bench.folder, { subject: "bare", callers: "anonymous" }, 1000);
  const rates = await crossCheck(file.path, values.quick ? 1 : 3, bench.nowhere);
  const [ours, theirs] = [rates.ours, rates.autocannon].map((rate) =>
    Math.round(rate).toLocaleString("en"),
  );
  console.log(
    `\nBare node:http answers ${ours} a second to this generator, ${theirs} to autocannon.`,
  );
  return rates;
}

async function measureAndShowStages() {
  const run = async (callers: Callers) => {
    const file = await makeShopFile(bench.folder, { subject: "servery", callers }, products);
    return measureStages(file, values.quick ? 10_000 : 40_000, products, bench.nowhere);
  };
  const [before, after] = [await run("anonymous"), await run("signed-in")];
  console.log("\nServery's own time by stage, in process, without node:http\n");
  console.log(toStagesTable(before, after));
  return { anonymous: before, signedIn: after };
}

async function measureAndShowFlood() {
  const contender: Contender = { subject: "servery", callers: "signed-in" };
  const file = await makeShopFile(bench.folder, contender, products);
  const flood = await measureFlood(
    file,
    { rounds: values.quick ? 1 : 3, seconds: values.quick ? 2 : 4, products },
    bench.nowhere,
  );
  console.log("\nOrders, 8 in flight, beside 100 who guess passwords\n");
  console.log(toFloodTable(flood));
  return flood;
}

async function measureAndShowStartUp() {
  const starts = await measureStartUp(await makeFiles(signedIn, 1000), values.quick ? 2 : 9);
  console.log("\nFrom the start of the process to the first answer, and the memory held then\n");
  const rows = starts.map(({ label, firstAnswerMs, residentMegabytes }) => [
    label,
    firstAnswerMs.toFixed(0),
    residentMegabytes.toFixed(0),
  ]);
  console.log(toTable(["", "ms", "MB"], rows));
  return starts;
}
