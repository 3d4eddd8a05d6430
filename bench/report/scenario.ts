import { median, ratio, type Ratio } from "../measure/median.ts";
import { type Callers, type Contender, toLabel } from "../measure/contender.ts";
import type { Measured, Sample } from "../measure/rounds.ts";
import { toTable } from "./table.ts";

/** A contender's medians over all rounds, and its paired ratios to those with the same callers. */
export interface Row extends Contender {
  readonly label: string;
  readonly requestsPerSecond: number;
  readonly againstBare: Ratio;
  readonly againstFastify: Ratio;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly serverMicros: number;
  /** Processor time for one answer, against Fastify's: what noise moves least. */
  readonly microsAgainstFastify: Ratio;
  readonly residentMegabytes: number;
}

/** Sums a scenario up; ratios are taken round by round, then their median. */
export function toRows({ samples, residentBytes }: Measured): Row[] {
  const labels = new Map(samples.map((sample) => [toLabel(sample), sample]));
  const of = (label: string, key: keyof Sample) =>
    samples.filter((sample) => toLabel(sample) === label).map((sample) => Number(sample[key]));
  const baseOf = (subject: Contender["subject"], callers: Callers, key: keyof Sample) =>
    of(toLabel({ subject, callers }), key);
  return [...labels].map(([label, { subject, callers }]) => {
    const rates = of(label, "requestsPerSecond");
    return {
      label,
      subject,
      callers,
      requestsPerSecond: median(rates),
      againstBare: ratio(rates, baseOf("bare", callers, "requestsPerSecond")),
      againstFastify: ratio(rates, baseOf("fastify", callers, "requestsPerSecond")),
      p50Ms: median(of(label, "p50Ms")),
      p99Ms: median(of(label, "p99Ms")),
      serverMicros: median(of(label, "serverMicros")),
      microsAgainstFastify: ratio(
        of(label, "serverMicros"),
        baseOf("fastify", callers, "serverMicros"),
      ),
      residentMegabytes: residentBytes[label]! / 1e6,
    };
  });
}

/** The rows for people. */
export function toScenarioTable(rows: readonly Row[]): string {
  return toTable(
    [
      "",
      "per second",
      "× bare",
      "least–most",
      "× Fastify",
      "p50 ms",
      "p99 ms",
      "server µs",
      "× Fastify's",
      "MB",
    ],
    rows.map((row) => [
      row.label,
      toCount(row.requestsPerSecond),
      toRatio(row.againstBare.median),
      `${toRatio(row.againstBare.least)}–${toRatio(row.againstBare.most)}`,
      toRatio(row.againstFastify.median),
      row.p50Ms.toFixed(2),
      row.p99Ms.toFixed(2),
      row.serverMicros.toFixed(1),
      toRatio(row.microsAgainstFastify.median),
      row.residentMegabytes.toFixed(0),
    ]),
  );
}

/** Before and after, side by side: what sessions, limits and the audit cost whoever was measured both ways. */
export function toBeforeAndAfterTable(rows: readonly Row[]): string {
  const pairs = rows
    .filter(({ callers }) => callers === "signed-in")
    .flatMap((after) => {
      const isBefore = (row: Row) => row.subject === after.subject && row.callers === "anonymous";
      const before = rows.find(isBefore);
      return before === undefined ? [] : [{ before, after }];
    });
  return toTable(
    ["", "anonymous", "signed in", "kept", "server µs", "", "more"],
    pairs.map(({ before, after }) => [
      after.subject,
      toCount(before.requestsPerSecond),
      toCount(after.requestsPerSecond),
      toRatio(after.requestsPerSecond / before.requestsPerSecond),
      before.serverMicros.toFixed(1),
      after.serverMicros.toFixed(1),
      (after.serverMicros - before.serverMicros).toFixed(1),
    ]),
  );
}

function toCount(value: number): string {
  return Math.round(value).toLocaleString("en");
}

/** Empty where there was nobody to compare with. */
function toRatio(value: number): string {
  return Number.isFinite(value) ? value.toFixed(2) : "";
}
