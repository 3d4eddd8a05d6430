import type { SqlRow, SqlValue } from "../../../src/lib/ports/database.ts";
import type { RangeEnd, ReadRegion } from "../../../src/lib/server/data/reads/read-set.ts";
import type { RowChange } from "../../../src/lib/server/data/writes/write-set.ts";

/** Whether a change is of a row that a region says the result may rest on: as the type's words have it. */
export function touches(region: ReadRegion, change: RowChange): boolean {
  if (region.table !== change.table) return false;
  if (change.kind === "insert") return isIn(region, change.after);
  if (change.kind === "delete") return isIn(region, change.before);
  const { columns } = region;
  const matters = columns === undefined || [...change.changed].some((name) => columns.has(name));
  return matters && (isIn(region, change.before) || isIn(region, change.after));
}

function isIn({ equals, ranges }: ReadRegion, row: SqlRow): boolean {
  return (
    equals.every(({ column, values }) => values.has(row[column] as SqlValue)) &&
    ranges.every(
      ({ column, from, to }) => isWithin(row[column], from, 1) && isWithin(row[column], to, -1),
    )
  );
}

function isWithin(value: SqlValue | undefined, end: RangeEnd | undefined, sign: 1 | -1): boolean {
  if (value === null || value === undefined) return false;
  if (end === undefined) return true;
  const order = compare(value, end.value) * sign;
  return order > 0 || (order === 0 && end.inclusive);
}

/** Numbers before texts, and texts by their bytes. */
function compare(one: SqlValue, other: SqlValue): number {
  if (typeof one === "string" && typeof other === "string")
    return Buffer.compare(Buffer.from(one), Buffer.from(other));
  return typeof one === typeof other
    ? Number(one) - Number(other)
    : typeof one === "string"
      ? 1
      : -1;
}
