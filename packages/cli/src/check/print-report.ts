import type { Finding, Step, Undecided } from "servery/boundary";

import { style } from "../output/style.ts";
import type { CheckReport } from "./finding.ts";

/** A report for people: what was found, by the operations that it was found for. */
export function printReport({ findings, undecided }: CheckReport): string {
  const groups = Map.groupBy(findings, ({ within }) => toHeading(within));
  const parts = [...groups].map(([heading, found]) =>
    [style("bold", heading), ...found.map(printFinding)].join("\n"),
  );
  if (undecided.length > 0) parts.push(printUndecided(undecided));
  return parts.join("\n\n");
}

/** What was checked, in a line. */
export function summarise({ checked: { queries, files } }: CheckReport): string {
  return `checked ${count(queries, "query", "queries")} in ${count(files, "file", "files")}`;
}

function count(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

function toHeading(within: readonly string[]): string {
  if (within.length === 0) return "comments";
  const [first, second, third, ...rest] = within.toSorted();
  const shown = [first, second, third].filter((each) => each !== undefined).join(", ");
  return rest.length === 0 ? shown : `${shown} and ${rest.length} more`;
}

function printFinding({ rule, message, fix, chain, ...place }: Finding): string {
  const lines = [
    `  ${style("cyan", at(place))}  ${style("dim", rule)}`,
    `    ${message}`,
    ...(chain.length > 1 ? [`    ${style("dim", chain.map(printStep).join(" → "))}`] : []),
    `    ${style("green", "fix")} ${fix}`,
  ];
  return lines.join("\n");
}

/** The operation stands above; of the others it is said where they are. */
function printStep({ name, ...place }: Step, index: number): string {
  return index === 0 ? name : `${name} (${at(place)})`;
}

function at({ file, line, column }: Pick<Finding, "file" | "line" | "column">): string {
  return `${file}:${line}:${column}`;
}

function printUndecided(undecided: readonly Undecided[]): string {
  const lines = undecided.map(({ subject, reason }) => `  ${subject}: ${reason}`);
  return [style(["bold", "yellow"], "could not be decided"), ...lines].join("\n");
}
