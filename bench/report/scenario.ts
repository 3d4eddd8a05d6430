import { median, ratio, type Ratio } from "../measure/median.ts";
import type { Measured, Sample } from "../measure/rounds.ts";
import { toTable } from "./table.ts";

/** A subject's medians over all rounds, and its paired ratios. */
export interface Row {
  readonly subject: string;
  readonly requestsPerSecond: number;
  readonly againstBare: Ratio;
  readonly againstFastify: Ratio;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly serverMicros: number;
  readonly residentMegabytes: number;
}

/** Sums a scenario up; ratios are taken round by round, then their median. */
export function toRows({ samples, residentBytes }: Measured): Row[] {
  const subjects = [...new Set(samples.map(({ subject }) => subject))];
  const of = (subject: string, key: keyof Sample) =>
    samples.filter((sample) => sample.subject === subject).map((sample) => Number(sample[key]));
  return subjects.map((subject) => {
    const rates = of(subject, "requestsPerSecond");
    return {
      subject,
      requestsPerSecond: median(rates),
      againstBare: ratio(rates, of("bare", "requestsPerSecond")),
      againstFastify: ratio(rates, of("fastify", "requestsPerSecond")),
      p50Ms: median(of(subject, "p50Ms")),
      p99Ms: median(of(subject, "p99Ms")),
      serverMicros: median(of(subject, "serverMicros")),
      residentMegabytes: residentBytes[subject]! / 1e6,
    };
  });
}

/** The rows for people. */
export function toScenarioTable(rows: readonly Row[]): string {
  return toTable(
    ["", "per second", "× bare", "least–most", "× Fastify", "p50 ms", "p99 ms", "server µs", "MB"],
    rows.map((row) => [
      row.subject,
      Math.round(row.requestsPerSecond).toLocaleString("en"),
      row.againstBare.median.toFixed(2),
      `${row.againstBare.least.toFixed(2)}–${row.againstBare.most.toFixed(2)}`,
      row.againstFastify.median.toFixed(2),
      row.p50Ms.toFixed(2),
      row.p99Ms.toFixed(2),
      row.serverMicros.toFixed(1),
      row.residentMegabytes.toFixed(0),
    ]),
  );
}
