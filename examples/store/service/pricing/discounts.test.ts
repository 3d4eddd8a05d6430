import { expect, test } from "vitest";

import { cartDiscount, discountBasisPoints, type DiscountRule, discountsOf } from "./discounts.ts";

const rule = (
  over: Partial<DiscountRule> & Pick<DiscountRule, "code" | "kind" | "basisPoints">,
): DiscountRule => ({
  name: over.code,
  reason: "because",
  genreId: null,
  recordId: null,
  fromCopies: null,
  ...over,
});

const rules = [
  rule({ code: "WORLD", kind: "genre", genreId: 16, basisPoints: 1500 }),
  rule({ code: "LAST", kind: "record", recordId: 7, basisPoints: 2500 }),
  rule({ code: "MEMBERS", kind: "members", basisPoints: 1800 }),
  rule({ code: "CRATE", kind: "cart", fromCopies: 5, basisPoints: 1000 }),
  rule({ code: "VAN", kind: "cart", fromCopies: 20, basisPoints: 1500 }),
];

test.each([
  { record: { id: 7, genreId: 16 }, isMember: false, codes: ["LAST", "WORLD"], off: 2500 },
  { record: { id: 8, genreId: 16 }, isMember: false, codes: ["WORLD"], off: 1500 },
  { record: { id: 7, genreId: 1 }, isMember: false, codes: ["LAST"], off: 2500 },
  { record: { id: 8, genreId: 1 }, isMember: false, codes: [], off: 0 },
  { record: { id: 8, genreId: 1 }, isMember: true, codes: ["MEMBERS"], off: 1800 },
  {
    record: { id: 7, genreId: 16 },
    isMember: true,
    codes: ["LAST", "MEMBERS", "WORLD"],
    off: 2500,
  },
])(
  "record $record.id of genre $record.genreId meets $codes",
  ({ record, isMember, codes, off }) => {
    const discounts = discountsOf(record, rules, { isMember });
    expect(discounts.map(({ code }) => code)).toEqual(codes);
    expect(discountBasisPoints(discounts)).toBe(off);
  },
);

test("applies one discount alone", () => {
  const applied = discountsOf({ id: 7, genreId: 16 }, rules, { isMember: true }).filter(
    (discount) => discount.applied,
  );
  expect(applied.map(({ code }) => code)).toEqual(["LAST"]);
});

test.each([
  [4, undefined],
  [5, "CRATE"],
  [19, "CRATE"],
  [20, "VAN"],
])("a cart of %d copies earns %s", (copies, code) => {
  expect(cartDiscount(copies, rules)?.code).toBe(code);
});
