import type {
  ExplainedRegion,
  ExplainedRerun,
  ExplainedStatement,
  Explanation,
} from "servery/server";

import { style } from "../output/style.ts";
import { toTable } from "../output/table.ts";
import { layOutSql } from "./lay-out-sql.ts";

/** What the server that runs knows of a query; `undefined` where none was asked. */
export type Watched = Pick<Explanation, "reruns" | "watchers"> | undefined;

/** An explanation for people. */
export function printExplanation(explanation: Explanation, watched: Watched): string {
  const { operation, input, statements, token } = explanation;
  return [
    `${style("bold", operation)} ${input === undefined ? "" : JSON.stringify(input)}`.trimEnd(),
    ...(explanation.failed === undefined ? [] : [printFailed(explanation.failed)]),
    section("statements", statements.length === 0 ? ["none: it reads no rows"] : []),
    ...statements.map((each, index) => printStatement(each, index + 1)),
    ...(explanation.everything === undefined ? [] : [printEverything(explanation.everything)]),
    section("what it asks of its caller", printConsulted(explanation)),
    section("cache", [
      ...printCache(explanation),
      ...(token === undefined ? [] : [dim(`state ${token}`)]),
    ]),
    ...(watched === undefined ? [] : [section("live", printWatched(watched))]),
  ].join("\n\n");
}

function printStatement({ sql, reach, regions, volatile }: ExplainedStatement, number: number) {
  const [first = "", ...rest] = layOutSql(sql);
  const notes = [
    ...(reach === "unrestricted" ? [warn("unrestricted: past the row policies")] : []),
    ...(volatile === undefined ? [] : [warn(`${volatile} answers differently each time`)]),
  ];
  const reads = regions.length === 0 ? dim("rests on no table") : printRegions(regions);
  const lines = [...rest.map((line) => style("cyan", line)), "", ...reads.split("\n"), ...notes];
  const [head, ...body] = [style("cyan", first), ...lines];
  return [
    `  ${dim(`${number}`)} ${head}`,
    ...body.map((line) => (line === "" ? "" : `    ${line}`)),
  ].join("\n");
}

function printRegions(regions: readonly ExplainedRegion[]): string {
  const head = ["RESTS ON", "ROWS", "COLUMNS"].map(dim);
  return toTable([head, ...regions.map(toRow)]);
}

function toRow({ table, columns, keys, ranges, widened }: ExplainedRegion): readonly string[] {
  const conditions = [...keys.map(printKey), ...ranges];
  const rows = conditions.length === 0 ? "all" : conditions.join(" and ");
  return [
    style("bold", table),
    widened === undefined ? rows : `${rows} ${warn(`(${widened})`)}`,
    columns === "all" ? "all" : printColumns(columns),
  ];
}

/** How many columns of a table are shown, and how many values of a column. */
const shownColumns = 8;
const shownValues = 5;

function printColumns(columns: readonly string[]): string {
  if (columns.length === 0) return "none: only that there is a row";
  const rest = columns.length - shownColumns;
  const shown = columns.slice(0, shownColumns).join(", ");
  return rest > 0 ? `${shown}, … ${rest} more` : shown;
}

function printKey({ column, values }: ExplainedRegion["keys"][number]): string {
  const shown = values.slice(0, shownValues).map((value) => JSON.stringify(value));
  if (values.length === 1) return `${column} = ${shown[0]}`;
  const rest = values.length - shown.length;
  return `${column} in (${shown.join(", ")}${rest > 0 ? `, … ${rest} more` : ""})`;
}

function printEverything(why: string): string {
  return `  ${warn("It may rest on anything at all:")} ${why}`;
}

function printFailed(words: string): string {
  return `  ${warn("It ended with")} ${words}\n  What follows is what it had read until then.`;
}

function printConsulted({ consulted }: Explanation): readonly string[] {
  if (consulted.length === 0) return ["nothing: one answer serves all callers"];
  return toTable(consulted.map(({ what, value }) => [what, value])).split("\n");
}

function printCache({ cache: { kept, why, maxAgeMs } }: Explanation): readonly string[] {
  const verdict = kept ? style("green", "kept") : warn("not kept");
  const age = maxAgeMs === undefined ? "" : `, for ${toDuration(maxAgeMs)} at most`;
  return [`${verdict}${age}${why === "" ? "" : `: ${why}`}`];
}

function printWatched({ watchers, reruns }: NonNullable<Watched>): readonly string[] {
  const watching = `${watchers === 0 ? "nobody watches" : watchers === 1 ? "1 watches" : `${watchers} watch`} it`;
  if (reruns.length === 0) return [watching, dim("it was not run again for any change")];
  const head = ["RUN AGAIN AT", "COMMIT", "TOOK", "RESULT", "BECAUSE OF"].map(dim);
  return [watching, ...toTable([head, ...reruns.map(toRerunRow)]).split("\n")];
}

function toRerunRow({ at, commit, cause, changed, ms }: ExplainedRerun): readonly string[] {
  return [
    new Date(at).toISOString(),
    String(commit),
    `${ms < 10 ? ms.toFixed(1) : Math.round(ms)} ms`,
    changed ? style("yellow", "another") : dim("the same"),
    cause,
  ];
}

function toDuration(ms: number): string {
  return ms < 1000 ? `${ms} ms` : `${ms / 1000} s`;
}

function section(title: string, lines: readonly string[]): string {
  return [style("bold", title), ...lines.map((line) => `  ${line}`)].join("\n");
}

function dim(text: string): string {
  return style("dim", text);
}

function warn(text: string): string {
  return style("yellow", text);
}
