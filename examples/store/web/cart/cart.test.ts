import { expect, test } from "vitest";

import { type Cart, countOf, parseCart, quantityOf, withAdded, withQuantity } from "./cart.ts";

const record = { kind: "record", id: 124 } as const;
const track = { kind: "track", id: 124 } as const;

test("adds copies of a record, but a download once", () => {
  let cart: Cart = [];
  cart = withAdded(cart, record, 2);
  cart = withAdded(cart, track);
  cart = withAdded(cart, track);
  cart = withAdded(cart, record);
  expect(cart).toEqual([
    { kind: "record", id: 124, quantity: 3 },
    { kind: "track", id: 124 },
  ]);
  expect(countOf(cart)).toBe(4);
});

test("keeps the shop's bounds", () => {
  expect(quantityOf(withAdded([], record, 99), record)).toBe(10);
  const full = Array.from(
    { length: 50 },
    (_, index) => ({ kind: "track", id: index + 1 }) as const,
  );
  expect(withAdded(full, record)).toBe(full);
});

test("removes a line of no copies", () => {
  expect(withQuantity([{ ...record, quantity: 2 }, track], record, 0)).toEqual([track]);
});

test.each([
  [null, []],
  ["", []],
  ["{", []],
  ["null", []],
  ['{"kind":"record"}', []],
  ['[1, null, "x", [], {}]', []],
  ['[{"kind":"record","id":-1,"quantity":1}]', []],
  ['[{"kind":"record","id":1.5,"quantity":1}]', []],
  ['[{"kind":"tape","id":1}]', []],
  ['[{"kind":"record","id":7,"quantity":0}]', []],
  ['[{"kind":"record","id":7,"quantity":1e9}]', [{ kind: "record", id: 7, quantity: 10 }]],
  ['[{"kind":"record","id":7,"quantity":"2","price":1}]', [{ kind: "record", id: 7, quantity: 1 }]],
  ['[{"kind":"track","id":7,"quantity":5},{"kind":"track","id":7}]', [{ kind: "track", id: 7 }]],
])("reads the stored %j as %j", (stored, expected) => {
  expect(parseCart(stored)).toEqual(expected);
});
