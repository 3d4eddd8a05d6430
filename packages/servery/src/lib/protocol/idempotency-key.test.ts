import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatIdempotencyKey, parseIdempotencyKey } from "./idempotency-key.ts";

describe("an idempotency key", () => {
  it.each([
    ['"abc"', "abc"],
    ["abc", "abc"],
    [String.raw`"a\"b\\c"`, String.raw`a"b\c`],
    [' "padded" ', "padded"],
  ])("is read from %s", (header, key) => {
    expect(parseIdempotencyKey(header)).toBe(key);
  });

  it.each(["", '""', '"open', 'a"b', '"a"b"', '"ü"', "a b", "a".repeat(256), '"\u0001"'])(
    "is not read from %j",
    (header) => {
      expect(parseIdempotencyKey(header)).toBeUndefined();
    },
  );

  it("is read as it was written", () => {
    const keys = fc.string({
      unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCharCode(code)),
      minLength: 1,
      maxLength: 255,
    });
    fc.assert(fc.property(keys, (key) => parseIdempotencyKey(formatIdempotencyKey(key)) === key));
  });
});
