/** Lays out a table for people: the first column to the left, figures to the right. */
export function toTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => (row[column] ?? "").length)),
  );
  const toLine = (cells: readonly string[]) =>
    `  ${widths.map((width, column) => pad(cells[column] ?? "", width, column)).join("  ")}`.trimEnd();
  return [toLine(head), toLine(widths.map((width) => "─".repeat(width))), ...rows.map(toLine)].join(
    "\n",
  );
}

function pad(cell: string, width: number, column: number): string {
  return column === 0 ? cell.padEnd(width) : cell.padStart(width);
}
