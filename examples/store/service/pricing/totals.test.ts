import { expect, test } from "vitest";

import type { DiscountRule } from "./discounts.ts";
import { toTotals, untilFreeShipping } from "./totals.ts";

const germany = {
  currency: "EUR",
  rateBasisPoints: 10_000,
  taxName: "VAT",
  taxBasisPoints: 1900,
  taxIncluded: true,
  roundToCents: 10,
  shippingCents: 490,
  freeShippingFromCents: 6000,
};
const america = { ...germany, currency: "USD", taxBasisPoints: 725, taxIncluded: false };
const crate: DiscountRule = {
  code: "CRATE",
  name: "Crate discount",
  reason: "Five records or more",
  kind: "cart",
  genreId: null,
  recordId: null,
  fromCopies: 5,
  basisPoints: 1000,
};
const records = (quantity: number, unit: number) =>
  ({ kind: "record", quantity, totalCents: quantity * unit }) as const;
const download = { kind: "track", quantity: 1, totalCents: 120 } as const;

test.each([
  {
    name: "one record, by post",
    lines: [records(1, 2380)],
    region: germany,
    items: 2380,
    off: 0,
    post: 490,
    tax: 458,
    total: 2870,
  },
  {
    name: "exactly enough for free post",
    lines: [records(2, 3000)],
    region: germany,
    items: 6000,
    off: 0,
    post: 0,
    tax: 958,
    total: 6000,
  },
  {
    name: "downloads alone",
    lines: [download, download],
    region: germany,
    items: 240,
    off: 0,
    post: 0,
    tax: 38,
    total: 240,
  },
  {
    name: "a crate",
    lines: [records(5, 1000), download],
    region: germany,
    items: 5120,
    off: 500,
    post: 490,
    tax: 816,
    total: 5110,
  },
  {
    name: "a tax added at the end",
    lines: [records(1, 2240)],
    region: america,
    items: 2240,
    off: 0,
    post: 490,
    tax: 198,
    total: 2928,
  },
  { name: "nothing", lines: [], region: germany, items: 0, off: 0, post: 0, tax: 0, total: 0 },
])("totals $name", ({ lines, region, items, off, post, tax, total }) => {
  const totals = toTotals(lines, region, [crate]);
  expect(totals).toMatchObject({
    itemsCents: items,
    shippingCents: post,
    taxCents: tax,
    totalCents: total,
  });
  expect(totals.discount?.cents ?? 0).toBe(off);
});

test("a discount can cost the free shipping", () => {
  const totals = toTotals([records(5, 1300)], germany, [crate]);
  expect(totals).toMatchObject({
    itemsCents: 6500,
    discount: { cents: 650 },
    shippingCents: 490,
    totalCents: 6340,
  });
});

test("tells what is missing until free shipping", () => {
  expect(untilFreeShipping([records(1, 2380)], 2380, germany)).toBe(3620);
  expect(untilFreeShipping([records(3, 2380)], 7140, germany)).toBe(0);
  expect(untilFreeShipping([download], 120, germany)).toBe(0);
});
