import type { Verdict } from "servery/boundary";

import { style } from "../../output/style.ts";
import { nameCall } from "../to-findings.ts";
import type { PlacedCall } from "../to-calls.ts";

const colours = {
  error: "red",
  "back-end": "yellow",
  "cannot tell": "yellow",
  hybrid: "green",
  "front-end": "green",
} as const satisfies Record<Verdict, string>;

/** A call with its verdict, all reasons, and what to do where it is not where it should be. */
export function printCall(call: PlacedCall): string {
  const { verdict, reasons, severity, fix, within, callers } = call;
  const where = `${call.file}:${call.line}:${call.column}`;
  const shown = severity === undefined ? reasons.slice(0, 1) : reasons;
  return [
    `  ${style("cyan", where)}${within === undefined ? "" : style("dim", ` in ${within}`)}`,
    `    ${style([colours[verdict], "bold"], verdict)}  ${nameCall(call)}`,
    ...printSent(call).map((line) => `    ${style("dim", line)}`),
    ...(callers.length === 0 ? [] : [`    ${style("dim", printCallers(callers))}`]),
    ...shown.map(
      ({ reason, because, rule }) =>
        `    ${reason}${because.length === 0 ? "" : style("dim", ` ${because.join(", ")}`)} ${style("dim", `[${rule}]`)}`,
    ),
    ...(severity === undefined ? [] : [`    ${style("green", "fix")} ${fix}`]),
  ].join("\n");
}

function printSent({ sends }: PlacedCall): readonly string[] {
  const lists = [
    ["headers", sends.headers],
    ["fields", sends.fields],
  ] as const;
  return lists.flatMap(([what, list]) =>
    list.length === 0 ? [] : [`sends ${what} ${shorten(list)}`],
  );
}

function printCallers(callers: PlacedCall["callers"]): string {
  const places = [...new Set(callers.map(({ file, line, column }) => `${file}:${line}:${column}`))];
  return `called at ${shorten(places, 3)}`;
}

function shorten(list: readonly string[], most = 8): string {
  const rest = list.length - most;
  return list.slice(0, most).join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
