import type { CatalogTable } from "../catalog.ts";
import type { Bound } from "./bound.ts";
import type { ReadRules } from "./read-rules.ts";
import type { EqualityBound, RangeBound, ReadRegion } from "./read-set.ts";

/** The columns of a table by which a result may change, for any rows of it and for one at most. */
export interface Mask {
  readonly any: ReadonlySet<string> | undefined;
  readonly oneRow: ReadonlySet<string> | undefined;
}

/** `named`: what the statement names of the table; `undefined` where that is not known. */
export function toMask(
  table: CatalogTable,
  named: ReadonlySet<string> | undefined,
  conditions: ReadonlySet<string>,
  rules: ReadRules,
): Mask {
  if (named === undefined) return { any: undefined, oneRow: undefined };
  const columns = { named, conditions, indexed: table.indexed };
  return {
    any: rules.columnsOf(columns, "any"),
    oneRow: rules.columnsOf(columns, "one at most"),
  };
}

/** What is known of one table's rows in one run. */
export interface RegionInput {
  readonly table: CatalogTable;
  readonly mask: Mask;
  readonly bounds: ReadonlyMap<string, Bound>;
  readonly widened: string | undefined;
}

/** The region of those rows; nothing where no row can be among them. */
export function toRegion(input: RegionInput, rules: ReadRules): ReadRegion | undefined {
  const { table, mask, bounds, widened } = input;
  const equals: EqualityBound[] = [];
  const ranges: RangeBound[] = [];
  const unknown: string[] = [];
  for (const [column, bound] of bounds)
    if (bound.kind === "values") equals.push({ column, values: bound.values });
    else if (bound.kind === "range") ranges.push({ column, from: bound.from, to: bound.to });
    else unknown.push(bound.why);
  if (equals.some(({ values }) => values.size === 0)) return undefined;
  const fixed = equals.filter(({ values }) => values.size === 1).map(({ column }) => column);
  const isOneRow = rules.tellOneRow(new Set(fixed), table.uniques);
  const isWhole = equals.length === 0 && ranges.length === 0;
  const [why = "no condition holds for all that it is read for"] = unknown;
  return {
    table: table.name,
    columns: isOneRow ? mask.oneRow : mask.any,
    equals,
    ranges,
    widened: isWhole ? (widened ?? why) : undefined,
  };
}
