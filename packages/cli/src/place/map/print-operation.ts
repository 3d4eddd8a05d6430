import { style } from "../../output/style.ts";
import { toTable } from "../../output/table.ts";
import type { Part, PlacedOperation } from "./placement-map.ts";

/** One operation for people: everything that runs for it, where, and why. */
export function printOperation({
  id,
  kind,
  method,
  path,
  uses,
  ...parts
}: PlacedOperation): string {
  return [
    `${style("bold", id)} ${style("dim", `${kind}, ${method} ${path}`)}`,
    section("browser", toLines(parts.browser, "nothing: the front-end does not use it")),
    section("edge", toLines(parts.edge, "nothing")),
    section("server", toLines(parts.server, "nothing")),
    section(
      "used at",
      uses.length === 0
        ? ["nowhere in the front-end"]
        : toTable(
            uses.map(({ file, line, column, by, isLive }) => [
              style("cyan", `${file}:${line}:${column}`),
              isLive ? `${by}, live` : by,
            ]),
          ).split("\n"),
    ),
  ].join("\n\n");
}

function toLines(parts: readonly Part[], none: string): readonly string[] {
  if (parts.length === 0) return [style("dim", none)];
  return toTable(parts.map(({ what, why }) => [what, style("dim", why)])).split("\n");
}

function section(title: string, lines: readonly string[]): string {
  return [style("bold", title), ...lines.map((line) => `  ${line}`)].join("\n");
}
