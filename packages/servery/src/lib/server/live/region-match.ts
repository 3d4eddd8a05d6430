import type { SqlRow, SqlValue } from "../../ports/database.ts";
import type { RangeEnd, ReadRegion, ReadSet } from "../data/reads/read-set.ts";
import type { RowChange, WriteSet } from "../data/writes/write-set.ts";
import { compareSqlValues } from "./sql-order.ts";

/** Whether a change of a row may change what was read in a region of its table. */
export function isTouchedBy(region: ReadRegion, change: RowChange): boolean {
  switch (change.kind) {
    case "insert":
      return meets(region, change.after);
    case "delete":
      return meets(region, change.before);
    default:
      return (
        mattersTo(region, change.changed) &&
        (meets(region, change.before) || meets(region, change.after))
      );
  }
}

/** Whether a commit may change what was read. */
export function isTouched({ regions, everything }: ReadSet, writes: WriteSet): boolean {
  if (writes.everything !== undefined) return true;
  const { changes, tables } = writes;
  if (changes.length === 0 && tables.size === 0) return false;
  if (everything !== undefined) return true;
  return regions.some(
    (region) =>
      tables.has(region.table) ||
      changes.some((change) => change.table === region.table && isTouchedBy(region, change)),
  );
}

/** Whether one of the changed columns is one that the region looks at. */
function mattersTo({ columns }: ReadRegion, changed: ReadonlySet<string>): boolean {
  return columns === undefined || !changed.isDisjointFrom(columns);
}

/** Whether a row is in the region. A value that is not known may be any. */
function meets({ equals, ranges }: ReadRegion, row: SqlRow): boolean {
  for (const { column, values } of equals) {
    const value = row[column];
    if (value !== undefined && !values.has(value)) return false;
  }
  for (const { column, from, to } of ranges) {
    const value = row[column];
    if (value !== undefined && !(isBeyond(value, from, 1) && isBeyond(value, to, -1))) return false;
  }
  return true;
}

/** NULL is neither above nor below anything. */
function isBeyond(value: SqlValue, end: RangeEnd | undefined, sign: 1 | -1): boolean {
  if (value === null) return false;
  if (end === undefined) return true;
  const order = compareSqlValues(value, end.value) * sign;
  return order > 0 || (order === 0 && end.inclusive);
}

/** How a change touches a region, for people. */
export function describeTouch(region: ReadRegion, change: RowChange): string {
  const { table, kind } = change;
  if (kind !== "update") return `${table}: a row was ${kind === "insert" ? "inserted" : "deleted"}`;
  const columns = [...change.changed].filter((column) => mattersTo(region, new Set([column])));
  return `${table}: ${columns.join(", ")} of a row changed`;
}
