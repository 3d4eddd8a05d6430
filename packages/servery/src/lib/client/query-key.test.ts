import { expect, test } from "vitest";

import { toQueryKey } from "./query-key.ts";

test.each([
  [{ a: 1, b: { d: 2, c: [1, 2] } }, { b: { c: [1, 2], d: 2 }, a: 1 }, true],
  [{ a: 1, b: undefined }, { a: 1 }, true],
  [undefined, undefined, true],
  [{ a: [1, 2] }, { a: [2, 1] }, false],
  [{ a: 1 }, { a: "1" }, false],
  [{}, undefined, false],
])("%j and %j are equal inputs: %s", (a, b, equal) => {
  expect(toQueryKey("get", a) === toQueryKey("get", b)).toBe(equal);
});

test("queries of different names are different", () => {
  expect(toQueryKey("a", 1)).not.toBe(toQueryKey("b", 1));
});
