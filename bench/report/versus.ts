import { median, ratio } from "../measure/median.ts";
import { toTable } from "./table.ts";

/** What was measured of somebody in one round. */
export interface RoundSample {
  readonly label: string;
  readonly round: number;
  readonly perSecond: number;
  readonly p99Ms: number;
  /** Processor time of the server for one answer. */
  readonly micros: number;
}

/** Everybody beside each of the bases: ratios taken within a round, then their median, and from where to where. */
export function toVersusTable(samples: readonly RoundSample[], bases: readonly string[]): string {
  const labels = [...new Set(samples.map(({ label }) => label))];
  const of = (label: string, key: "perSecond" | "p99Ms" | "micros") =>
    samples.filter((sample) => sample.label === label).map((sample) => sample[key]);
  const present = bases.filter((base) => labels.includes(base));
  const head = present.flatMap((base) => [`× ${base}`, "least–most", "µs ×"]);
  return toTable(
    ["", "per second", "p99 ms", "server µs", ...head],
    labels.map((label) => [
      label,
      Math.round(median(of(label, "perSecond"))).toLocaleString("en"),
      median(of(label, "p99Ms")).toFixed(2),
      median(of(label, "micros")).toFixed(1),
      ...present.flatMap((base) => {
        const rates = ratio(of(label, "perSecond"), of(base, "perSecond"));
        const micros = ratio(of(label, "micros"), of(base, "micros"));
        const range = `${rates.least.toFixed(2)}–${rates.most.toFixed(2)}`;
        return [rates.median.toFixed(2), range, micros.median.toFixed(2)];
      }),
    ]),
  );
}
