import type {
  ReadRegion,
  ReadSet,
} from "../../packages/servery/src/lib/server/data/reads/read-set.ts";

/** How narrowly it is known what a result rests on, each on top of the one before. */
export const precisions = ["table", "columns", "keys", "ranges"] as const;
export type Precision = (typeof precisions)[number];

/** A read set as it would be, if no more were looked at. */
export function toPrecision({ regions, everything }: ReadSet, precision: Precision): ReadSet {
  return { regions: regions.map((region) => blur(region, precision)), everything };
}

function blur(region: ReadRegion, precision: Precision): ReadRegion {
  switch (precision) {
    case "ranges":
      return region;
    case "keys":
      return { ...region, ranges: [] };
    case "columns":
      return { ...region, equals: [], ranges: [] };
    default:
      return { ...region, columns: undefined, equals: [], ranges: [] };
  }
}
