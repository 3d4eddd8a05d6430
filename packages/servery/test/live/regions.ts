import type { SqlRow, SqlValue } from "../../src/lib/ports/database.ts";
import type { RangeBound, ReadRegion, ReadSet } from "../../src/lib/server/data/reads/read-set.ts";
import type { RowChange, WriteSet } from "../../src/lib/server/data/writes/write-set.ts";

interface Bounds {
  readonly columns?: readonly string[];
  readonly equals?: Readonly<Record<string, readonly SqlValue[]>>;
  /** `from` is in the range, `below` is not. */
  readonly ranges?: Readonly<
    Record<string, { readonly from?: string | number; readonly below?: string | number }>
  >;
}

/** Rows of a table, in few words. */
export function region(
  table: string,
  { columns, equals = {}, ranges = {} }: Bounds = {},
): ReadRegion {
  return {
    table,
    columns: columns && new Set(columns),
    equals: Object.entries(equals).map(([column, values]) => ({ column, values: new Set(values) })),
    ranges: Object.entries(ranges).map(([column, { from, below }]): RangeBound => ({
      column,
      from: from === undefined ? undefined : { value: from, inclusive: true },
      to: below === undefined ? undefined : { value: below, inclusive: false },
    })),
    widened: undefined,
  };
}

export function reads(regions: readonly ReadRegion[], everything?: string): ReadSet {
  return { regions, everything };
}

export function inserts(table: string, after: SqlRow): RowChange {
  return { kind: "insert", table, after };
}

export function deletes(table: string, before: SqlRow): RowChange {
  return { kind: "delete", table, before };
}

export function updates(table: string, before: SqlRow, after: SqlRow): RowChange {
  const changed = new Set(Object.keys(after).filter((name) => before[name] !== after[name]));
  return { kind: "update", table, before, after, changed };
}

export function writes(changes: readonly RowChange[]): WriteSet {
  return { changes, tables: new Map(), everything: undefined };
}
