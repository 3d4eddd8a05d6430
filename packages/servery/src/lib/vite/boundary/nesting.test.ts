import { expect, test } from "vitest";

import { nestsWithoutEnd } from "./nesting.ts";

test.each([
  ["a sum of thousands", `a = ${"1+".repeat(11_000)}1`],
  ["a sum of thousands of short texts", `a = ${'"a"+'.repeat(6_000)}1`],
  ["thousands of signs", `a = ${"!".repeat(20_001)}1`],
  ["a sum behind an apostrophe in a comment", `// don't\na = ${"1+".repeat(11_000)}1`],
])("%s may be too deep", (_, text) => {
  expect(nestsWithoutEnd(text)).toBe(true);
});

test.each([
  ["one long text", `a = "${"ab+/".repeat(10_000)}"`],
  ["one long text with quotes in it", `a = "${String.raw`\"a'`.repeat(10_000)}"`],
  ["one long template", `a = \`${"line\n".repeat(10_000)}\``],
  ["many statements", "a = 1;".repeat(10_000)],
  ["many items", `[${"1,".repeat(20_000)}]`],
])("%s is not", (_, text) => {
  expect(nestsWithoutEnd(text)).toBe(false);
});

test("what has no end at all is looked through once", () => {
  const start = performance.now();
  nestsWithoutEnd("ab;".repeat(1_000_000) + "a".repeat(19_999) + '\\"'.repeat(1_000_000));
  nestsWithoutEnd(`${"a".repeat(19_990)};`.repeat(500));
  expect(performance.now() - start).toBeLessThan(5_000);
});
