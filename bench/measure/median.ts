/** The middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length === 0) return Number.NaN;
  if (!Number.isInteger(middle)) return sorted[Math.floor(middle)]!;
  return (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** The medians and the spread of the ratios of paired values. */
export interface Ratio {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Compares values that were taken side by side, pair by pair. */
export function ratio(values: readonly number[], base: readonly number[]): Ratio {
  const ratios = values.map((value, index) => value / base[index]!);
  return { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) };
}
