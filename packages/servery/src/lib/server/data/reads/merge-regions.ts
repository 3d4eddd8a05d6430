import type { ReadRegion } from "./read-set.ts";

const mostRegions = 256;

/** Makes one region of those of the same rows, and of too many; leaves out what is in a whole table anyway. */
export function mergeRegions(regions: readonly ReadRegion[]): readonly ReadRegion[] {
  if (regions.length < 2) return regions;
  return [...Map.groupBy(regions, ({ table }) => table).values()].flatMap(mergeOfTable);
}

function mergeOfTable(regions: readonly ReadRegion[]): readonly ReadRegion[] {
  if (regions.length < 2) return regions;
  const whole = regions.find(({ widened }) => widened !== undefined);
  if (whole !== undefined) return [{ ...whole, columns: columnsOf(regions) }];
  const sameRows = [...Map.groupBy(regions, toRows).values()];
  if (sameRows.length > mostRegions) return [toWhole(regions)];
  return sameRows.map((same) => ({ ...(same[0] as ReadRegion), columns: columnsOf(same) }));
}

function toWhole(regions: readonly ReadRegion[]): ReadRegion {
  return {
    table: (regions[0] as ReadRegion).table,
    columns: columnsOf(regions),
    equals: [],
    ranges: [],
    widened: `it is read in more than ${mostRegions} ways`,
  };
}

/** Every column that one of the regions looks at. */
function columnsOf(regions: readonly ReadRegion[]): ReadonlySet<string> | undefined {
  const columns = regions.map((region) => region.columns);
  return columns.every((each) => each !== undefined)
    ? columns.reduce((one, other) => one.union(other))
    : undefined;
}

function toRows({ equals, ranges }: ReadRegion): string {
  return JSON.stringify([equals.map(({ column, values }) => [column, ...values]), ranges]);
}
