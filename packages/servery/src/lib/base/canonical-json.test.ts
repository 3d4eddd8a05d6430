import { array, assert, jsonValue, property, string } from "fast-check";
import { describe, expect, test } from "vitest";

import { toCanonicalJson } from "./canonical-json.ts";

describe("the canonical form", () => {
  test("is JSON of the same value", () => {
    assert(
      property(jsonValue(), (value) => {
        expect(JSON.parse(toCanonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  test("is the same in whatever order members were put in", () => {
    assert(
      property(array(string(), { maxLength: 6 }), (names) => {
        const toObject = (keys: readonly string[]) =>
          Object.fromEntries(keys.map((name) => [name, { [name]: [name, null, 1] }]));
        expect(toCanonicalJson(toObject(names.toReversed()))).toBe(
          toCanonicalJson(toObject(names)),
        );
      }),
    );
  });

  test("leaves out what is undefined, as JSON does", () => {
    expect(toCanonicalJson({ b: undefined, a: [undefined, { c: undefined }] })).toBe(
      '{"a":[null,{}]}',
    );
    expect(toCanonicalJson(undefined)).toBe("null");
  });
});
