/**
 * `numerator / denominator`, to the nearest whole number, halves up. Big integers inside, since a
 * product of a price and three rates leaves what a double holds exactly. Both must not be negative.
 */
export function divideHalfUp(numerator: bigint, denominator: bigint): number {
  return Number((2n * numerator + denominator) / (2n * denominator));
}

/** One hundred per cent, in basis points. */
export const whole = 10_000;

/** `cents` times `basisPoints`, to the nearest cent, halves up. */
export function shareOf(cents: number, basisPoints: number): number {
  return divideHalfUp(BigInt(cents) * BigInt(basisPoints), BigInt(whole));
}

/** How much of `cents` is a tax that it already includes, to the nearest cent, halves up. */
export function includedTax(cents: number, taxBasisPoints: number): number {
  return divideHalfUp(BigInt(cents) * BigInt(taxBasisPoints), BigInt(whole + taxBasisPoints));
}
