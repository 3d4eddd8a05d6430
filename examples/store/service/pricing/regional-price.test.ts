import { expect, test } from "vitest";

import { type PriceRules, toRegionalPrice } from "./regional-price.ts";

const germany: PriceRules = {
  currency: "EUR",
  rateBasisPoints: 10_000,
  taxName: "VAT",
  taxBasisPoints: 1900,
  taxIncluded: true,
  roundToCents: 10,
};
const america: PriceRules = {
  ...germany,
  currency: "USD",
  rateBasisPoints: 11_200,
  taxBasisPoints: 725,
  taxIncluded: false,
};
const india: PriceRules = {
  ...germany,
  currency: "INR",
  rateBasisPoints: 960_000,
  taxBasisPoints: 1800,
  roundToCents: 1000,
};

test.each([
  { base: 2000, rules: germany, off: 0, list: 2380, cents: 2380 },
  { base: 2000, rules: germany, off: 1500, list: 2380, cents: 2020 },
  { base: 2000, rules: america, off: 0, list: 2240, cents: 2240 },
  { base: 2000, rules: america, off: 1500, list: 2240, cents: 1900 },
  { base: 99, rules: germany, off: 0, list: 120, cents: 120 },
  { base: 4900, rules: india, off: 1000, list: 555_000, cents: 500_000 },
])(
  "prices $base base cents in $rules.currency at $off off",
  ({ base, rules, off, list, cents }) => {
    expect(toRegionalPrice(base, rules, off)).toMatchObject({
      listCents: list,
      cents,
      currency: rules.currency,
    });
  },
);

test("rounds the half of a step up", () => {
  const even = { ...germany, taxBasisPoints: 0 };
  expect(toRegionalPrice(2005, even, 0).cents).toBe(2010);
  expect(toRegionalPrice(2004, even, 0).cents).toBe(2000);
});

test("never asks less than one step, so that nothing is free by rounding", () => {
  expect(toRegionalPrice(1, india, 9_900).cents).toBe(1000);
});

test("keeps the order of discounted base prices in every region", () => {
  const wares = Array.from({ length: 400 }, (_, i) => ({
    base: 850 + i * 7,
    off: (i * 500) % 3000,
  }));
  const byBase = wares.toSorted((a, b) => a.base * (10_000 - a.off) - b.base * (10_000 - b.off));
  for (const rules of [germany, america, india]) {
    const prices = byBase.map(({ base, off }) => toRegionalPrice(base, rules, off).cents);
    expect(prices).toEqual(prices.toSorted((a, b) => a - b));
  }
});
