import type { MatrixRow } from "./cells.ts";
import type { MatrixReport } from "./matrix.ts";

/** How a matrix is printed. */
export interface PrintMatrixOptions {
  /** Default `text`: for a terminal. */
  readonly format?: "text" | "markdown";
}

/**
 * Prints a matrix: a line for each operation, a column for each caller. A cell is the status on the caller's own
 * rows and, after a slash, on somebody else's; `!` marks what is not as declared, `–` what was not called.
 */
export function printMatrix(report: MatrixReport, options: PrintMatrixOptions = {}): string {
  const { actors, rows, failures } = report;
  const isMarkdown = options.format === "markdown";
  const lines = [...Map.groupBy(rows, ({ operation }) => operation)].map(([operation, calls]) => [
    operation,
    calls[0]!.access,
    ...actors.map((actor) => toCell(calls.filter((call) => call.actor === actor))),
  ]);
  const head = ["operation", "access", ...actors];
  const table = isMarkdown
    ? toMarkdown([head, ...lines])
    : toText(numberHeads(actors), [
        ["operation", "access", ...actors.map((_, index) => String(index + 1))],
        ...lines,
      ]);
  return `${table}\n\n${toSummary(report)}${failures.map((why) => `\n- ${why}`).join("")}`;
}

function toCell(calls: readonly MatrixRow[]): string {
  const cell = (["own", "foreign"] as const)
    .flatMap((which) => calls.filter(({ rows }) => rows === which))
    .map(({ status, why }) => `${status}${why === undefined ? "" : "!"}`);
  if (cell.length === 0) return "–";
  // Who is refused at the door is refused alike.
  return cell.length === 2 && cell[0] === cell[1] && Number(cell[0]) >= 400
    ? cell[0]!
    : cell.join("/");
}

function toSummary({ rows, actors, failures }: MatrixReport): string {
  const operations = new Set(rows.map(({ operation }) => operation)).size;
  const size = `${operations} operations × ${actors.length} callers, ${rows.length} calls`;
  if (failures.length === 0) return `${size}: each as declared.`;
  return `${size}: ${failures.length === 1 ? "one thing is" : `${failures.length} things are`} not as declared.`;
}

/** A column's head would be wider than its cells. */
function numberHeads(actors: readonly string[]): string {
  return actors.map((actor, index) => `${String(index + 1).padStart(2)}  ${actor}`).join("\n");
}

function toText(legend: string, rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
  return `${legend}\n\n${lines.join("\n")}`;
}

function toMarkdown([head, ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head!), line(head!.map(() => "---")), ...rows.map(line)].join("\n");
}
