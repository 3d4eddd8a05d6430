import type { Step, Undecided } from "servery/boundary";

import { style } from "../../output/style.ts";
import type { CheckReport, ReportedFinding } from "../check-report.ts";

/** A report for people: what was found, by the operations or the file that it was found for. */
export function printReport({ findings, undecided }: CheckReport): string {
  const groups = Map.groupBy(findings, toHeading);
  const parts = [...groups].map(([heading, found]) =>
    [style("bold", heading), ...found.map(printFinding)].join("\n"),
  );
  if (undecided.length > 0) parts.push(printUndecided(undecided));
  return parts.join("\n\n");
}

/** What was checked and what was not, in a line each. */
export function summarise({ checked, skipped }: CheckReport): string {
  const looked = Object.entries(checked).map(
    ([family, counts]) =>
      `${family}: ${Object.entries(counts)
        .map(([what, number]) => count(number, what))
        .join(", ")}`,
  );
  const left = Object.entries(skipped).map(([family, why]) => `${family}: ${why}`);
  return [`checked ${looked.join("; ")}`, ...left.map((each) => `not checked ${each}`)].join("\n");
}

/** A number of something that is named in the plural. */
export function count(number: number, what: string): string {
  const named = number === 1 ? what.replace(/ies$/, "y").replace(/s$/, "") : what;
  return `${number.toLocaleString("en")} ${named}`;
}

function toHeading({ within, file, rule }: ReportedFinding): string {
  if (rule.startsWith("allow/")) return "comments";
  if (within.length === 0) return file;
  const [first, second, third, ...rest] = within.toSorted();
  const shown = [first, second, third].filter((each) => each !== undefined).join(", ");
  return rest.length === 0 ? shown : `${shown} and ${rest.length} more`;
}

function printFinding(finding: ReportedFinding): string {
  const { rule, severity, message, fix, chain, fingerprint } = finding;
  const mark = severity === "warning" ? `${style("yellow", "warning")}  ` : "";
  const lines = [
    `  ${style("cyan", at(finding))}  ${mark}${style("dim", `${rule}  ${fingerprint}`)}`,
    `    ${message}`,
    ...printChain(chain),
    `    ${style("green", "fix")} ${fix}`,
  ];
  return lines.join("\n");
}

/** What it begins with stands above; of the others it is said where they are. */
function printChain(chain: readonly Step[]): string[] {
  if (chain.length < 2) return [];
  const [first, ...rest] = chain.map(({ name, ...place }, index) =>
    index === 0 || name === place.file ? name : `${name} (${at(place)})`,
  );
  return [`    ${style("dim", [first, ...rest].join(" → "))}`];
}

function at({ file, line, column }: Pick<ReportedFinding, "file" | "line" | "column">): string {
  return `${file}:${line}:${column}`;
}

function printUndecided(undecided: readonly Undecided[]): string {
  const lines = undecided.map(({ subject, reason }) => `  ${subject}: ${reason}`);
  return [style(["bold", "yellow"], "could not be decided"), ...lines].join("\n");
}
