import { ok } from "node:assert/strict";

import type { Scenario } from "../load/run-load.ts";
import { checkDuties } from "../measure/check-duties.ts";
import { type Callers, type Contender, type ShopFile, toLabel } from "../measure/contender.ts";
import { hasEarlier } from "../measure/earlier.ts";
import { median } from "../measure/median.ts";
import type { Bench } from "../measure/prepare.ts";
import { type Measured, measureScenario, type Sample } from "../measure/rounds.ts";
import { makeShopFile } from "../measure/shop-file.ts";
import { toVersusTable } from "../report/versus.ts";
import type { SubjectName } from "../subjects/subject.ts";
import { runAlone } from "./alone.ts";
import { assertSameAnswers } from "./same-answers.ts";

const full = { rounds: 7, seconds: 1.5, warmUpSeconds: 3, inFlight: 64 };
const short = { ...full, rounds: 3, seconds: 0.5, warmUpSeconds: 1 };

/** Few enough that all are in the cache once the warm-up is over. */
const few = 1000;
const many = 100_000;

/** A read that is answered from the cache, beside one that is not, and beside bytes from a map. */
export async function measureCached(bench: Bench): Promise<readonly Sample[]> {
  const contenders = toContenders(["bare", "servery", "servery-uncached", "fastify"]);
  const files = await makeFiles(bench, contenders, few);
  for (const [contender, file] of files) await checkDuties(contender, file);
  await assertSameAnswers(await makeFiles(bench, contenders, few));
  const measured = await measure(bench, "cached", await makeFiles(bench, contenders, few), few);
  const plan = bench.quick ? short : full;
  console.log(
    `\nRead of one of ${few} products from the cache, ${plan.inFlight} in flight, ${plan.rounds} rounds of ${plan.seconds} s\n`,
  );
  showByCallers(measured, ["bare", "servery-uncached", "fastify"]);
  for (const { label, part } of hitsOf(measured))
    console.log(`  ${label}: ${(part * 100).toFixed(1)} % of the answers were from the cache.`);
  return measured.samples;
}

/** A read that no cache can answer: what it costs that there is one, and what it cost earlier. */
export async function measureUncached(bench: Bench): Promise<readonly Sample[]> {
  const earlier: SubjectName[] = hasEarlier(bench) ? ["servery-earlier"] : [];
  const contenders = toContenders(["bare", "servery", "servery-uncached", ...earlier]);
  const files = await makeFiles(bench, contenders, many);
  const measured = await measure(bench, "read", files, many);
  console.log(
    `\nRead of one of ${many.toLocaleString("en")} products, each once before any again: from no cache\n`,
  );
  showByCallers(measured, ["bare", "servery-uncached", ...earlier]);
  for (const { label, part } of hitsOf(measured))
    ok(part < 0.01, `${label} answered ${part} of an uncached run from its cache`);
  return measured.samples;
}

function toContenders(subjects: readonly SubjectName[]): Contender[] {
  const callers: readonly Callers[] = ["signed-in", "anonymous"];
  return callers.flatMap((each) => subjects.map((subject) => ({ subject, callers: each })));
}

async function makeFiles(
  { folder }: Bench,
  contenders: readonly Contender[],
  products: number,
): Promise<ReadonlyMap<Contender, ShopFile>> {
  const files = new Map<Contender, ShopFile>();
  for (const contender of contenders)
    files.set(contender, await makeShopFile(folder, contender, products));
  return files;
}

function measure(
  { quick, nowhere }: Bench,
  scenario: Scenario,
  files: ReadonlyMap<Contender, ShopFile>,
  products: number,
): Promise<Measured> {
  return measureScenario(scenario, files, { ...(quick ? short : full), products }, nowhere);
}

function showByCallers({ samples }: Measured, bases: readonly string[]): void {
  for (const callers of ["signed-in", "anonymous"] as const) {
    const own = samples.filter((sample) => sample.callers === callers);
    console.log(`  ${callers === "signed-in" ? "Signed in" : "Anonymous"}`);
    console.log(`${toVersusTable(own.map(toRoundSample), bases)}\n`);
  }
}

function toRoundSample({ subject: label, round, p99Ms, ...sample }: Sample) {
  const { requestsPerSecond: perSecond, serverMicros: micros } = sample;
  return { label, round, p99Ms, perSecond, micros };
}

function hitsOf({ samples }: Measured): { readonly label: string; readonly part: number }[] {
  const labels = new Set(samples.filter(({ subject }) => subject === "servery").map(toLabel));
  return [...labels].map((label) => {
    const own = samples.filter((sample) => toLabel(sample) === label);
    return { label, part: median(own.map(({ hitRatio }) => hitRatio)) };
  });
}

if (import.meta.main)
  await runAlone(async (bench) => {
    await measureCached(bench);
    await measureUncached(bench);
  });
