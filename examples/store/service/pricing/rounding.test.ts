import { expect, test } from "vitest";

import { divideHalfUp, includedTax, shareOf } from "./rounding.ts";

test.each([
  [0n, 3n, 0],
  [1n, 2n, 1],
  [3n, 2n, 2],
  [1n, 3n, 0],
  [2n, 3n, 1],
  [10n ** 20n + 5n, 10n, 10 ** 19 + 1],
])("divides %d by %d to the nearest, halves up: %d", (numerator, denominator, expected) => {
  expect(divideHalfUp(numerator, denominator)).toBe(expected);
});

test("takes a share to the nearest cent", () => {
  expect(shareOf(2790, 1000)).toBe(279);
  expect(shareOf(5, 1000)).toBe(1);
  expect(shareOf(4, 1000)).toBe(0);
});

test("finds the tax that a price includes", () => {
  expect(includedTax(11_900, 1900)).toBe(1900);
  expect(includedTax(2790, 1900)).toBe(445);
  expect(includedTax(2790, 0)).toBe(0);
});
