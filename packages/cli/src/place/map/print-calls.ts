import type { Verdict } from "servery/boundary";

import { style } from "../../output/style.ts";
import { toTable } from "../../output/table.ts";
import type { PlacedCall } from "../to-calls.ts";
import { nameCall } from "../to-findings.ts";

/** What is to be changed, gravest first; what stands where it should comes after it. */
const headings = [
  ["error", "must not be in a browser", "red"],
  ["back-end", "belongs on the back-end", "yellow"],
  ["cannot tell", "nobody can tell", "yellow"],
] as const satisfies readonly (readonly [Verdict, string, string])[];

/** The calls for people: with all reasons and the fix where one is not where it should be, else in a line. */
export function printCalls(calls: readonly PlacedCall[]): string {
  const misplaced = headings.flatMap(([verdict, heading, colour]) => {
    const own = calls.filter((call) => call.verdict === verdict);
    if (own.length === 0) return [];
    const print = verdict === "cannot tell" ? printUnknown : printEach;
    return [[style(["bold", colour], heading), ...print(own)].join("\n")];
  });
  const right = calls.filter(({ severity }) => severity === undefined);
  if (right.length === 0) return misplaced.join("\n\n");
  const rows = right.map((call) => [`  ${at(call)}`, call.verdict, nameCall(call), whyOf(call)]);
  return [
    ...misplaced,
    [style(["bold", "green"], "where they should be"), toTable(rows)].join("\n"),
  ].join("\n\n");
}

function printEach(calls: readonly PlacedCall[]): readonly string[] {
  return calls.map(printMisplaced);
}

/** One reason holds for all of them, so it is said once. */
function printUnknown(calls: readonly PlacedCall[]): readonly string[] {
  const [{ reasons, fix }] = calls as readonly [PlacedCall];
  return [
    ...toTable(calls.map((call) => [`  ${at(call)}`, nameCall(call)])).split("\n"),
    `    ${reasons[0]!.reason} ${dim(reasons[0]!.rule)}`,
    `    ${style("green", "fix")} ${fix}`,
  ];
}

function printMisplaced(call: PlacedCall): string {
  const { within, reasons, fix, callers, source } = call;
  const where = within === undefined ? "" : dim(` in ${within}`);
  const grave = reasons.filter(({ verdict }) => verdict !== "front-end" && verdict !== "hybrid");
  return [
    `  ${at(call)}${where}  ${nameCall(call)}`,
    ...(callers.length === 0
      ? []
      : [`    ${dim(`called at ${shorten(callers.map(placeOf), 3)}`)}`]),
    ...printSent(call).map((line) => `    ${dim(line)}`),
    ...grave.map(({ rule, reason, because }) => {
      const shown = because.length === 0 ? "" : ` ${dim(`(${shorten(because, 4)})`)}`;
      return `    ${reason}${shown} ${dim(rule)}`;
    }),
    `    ${style("green", "fix")} ${fix}`,
    ...(source === undefined ? [] : [`    ${dim(`see ${source}`)}`]),
  ].join("\n");
}

function whyOf({ reasons: [first] }: PlacedCall): string {
  return dim(first?.reason ?? "");
}

function printSent({ sends: { headers, fields } }: PlacedCall): readonly string[] {
  const parts = [
    ...(headers.length === 0 ? [] : [`headers ${shorten(headers)}`]),
    ...(fields.length === 0 ? [] : [`fields ${shorten(fields)}`]),
  ];
  return parts.length === 0 ? [] : [`sends ${parts.join("; ")}`];
}

function placeOf({ file, line, column }: Pick<PlacedCall, "file" | "line" | "column">): string {
  return `${file}:${line}:${column}`;
}

function at(call: PlacedCall): string {
  return style("cyan", placeOf(call));
}

function shorten(list: readonly string[], most = 8): string {
  const all = [...new Set(list)];
  const rest = all.length - most;
  return all.slice(0, most).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}

function dim(text: string): string {
  return style("dim", text);
}
