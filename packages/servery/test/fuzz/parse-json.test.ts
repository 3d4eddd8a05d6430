import * as fc from "fast-check";
import { expect, test } from "vitest";

import { parseJson } from "../../src/lib/server/pipeline/parse-json.ts";
import { isRefusal } from "../../src/lib/server/handling/refusal.ts";

const encoder = new TextEncoder();

function parse(text: string, deepest = 64): unknown {
  return parseJson(encoder.encode(text), deepest);
}

/** The detail of the refusal; a test fails when anything else is thrown. */
function refusalOf(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    expect(error.problem).toMatchObject({ status: 400, code: "malformed_request" });
    return error.problem.detail;
  }
}

const key = fc
  .string({ unit: "binary", maxLength: 8 })
  .filter((text) => text !== "__proto__" && text !== "constructor");
const scalar = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.double({ noDefaultInfinity: true, noNaN: true }),
  fc.boolean(),
  fc.constant(null),
);
const value = fc.letrec((tie) => ({
  node: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    scalar,
    fc.array(tie("node"), { maxLength: 5 }),
    fc.dictionary(key, tie("node"), { maxKeys: 5 }),
  ),
})).node;

test("reads what JSON.stringify writes, however it is spaced and escaped", () => {
  fc.assert(
    fc.property(value, fc.constantFrom(0, 2, "\t"), fc.boolean(), (given, space, escapes) => {
      const text = JSON.stringify(given, null, space);
      const written = escapes ? text.replaceAll(/[^\n\t -~]/gu, toEscapes) : text;
      expect(parse(written)).toEqual(JSON.parse(text));
    }),
    { numRuns: 500 },
  );
});

function toEscapes(character: string): string {
  return Array.from({ length: character.length }, (_, index) => character.charCodeAt(index))
    .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
    .join("");
}

test("refuses a key that stands twice in one object, wherever that object is", () => {
  fc.assert(
    fc.property(
      fc.dictionary(key, scalar, { minKeys: 1, maxKeys: 5 }),
      scalar,
      fc.nat({ max: 6 }),
      (object, other, depth) => {
        const name = JSON.stringify(Object.keys(object)[0]);
        const twice = `${JSON.stringify(object).slice(0, -1)},${name}:${JSON.stringify(other)}}`;
        const nested = `${'[{"in":'.repeat(depth)}${twice}${"}]".repeat(depth)}`;
        expect(refusalOf(() => parse(nested))).toMatch(/same key twice/);
        const apart = `[${JSON.stringify(object)},${JSON.stringify(object)}]`;
        expect(refusalOf(() => parse(apart))).toBeUndefined();
      },
    ),
    { numRuns: 300 },
  );
});

test("refuses one level too many, and takes the last allowed", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { minLength: 1, maxLength: 30 }), (shape) => {
      const open = shape.map((isList) => (isList ? "[" : '{"a":')).join("");
      const close = shape
        .toReversed()
        .map((isList) => (isList ? "]" : "}"))
        .join("");
      expect(refusalOf(() => parse(`${open}1${close}`, shape.length))).toBeUndefined();
      expect(refusalOf(() => parse(`${open}1${close}`, shape.length - 1))).toMatch(/nested deeper/);
    }),
    { numRuns: 200 },
  );
});

test("does not count brackets in texts as depth, nor colons as members", () => {
  expect(parse('{"[[[[{{{{::::\\"[[":"]]]]:\\\\","a":[":"]}', 2)).toEqual({
    '[[[[{{{{::::"[[': "]]]]:\\",
    a: [":"],
  });
});

test.each(["1e400", "-1e400", `1${"0".repeat(400)}`, '{"a":[1e309]}'])(
  "refuses the number in %s",
  (text) => {
    expect(refusalOf(() => parse(text))).toBe("A number in the body is too large.");
  },
);

test.each(['"\\ud800"', '"\\udc00\\ud800"', '{"\\udfff":1}', '["x\\uDBFF"]'])(
  "refuses the lone surrogate in %s",
  (text) => {
    expect(refusalOf(() => parse(text))).toMatch(/lone surrogate/);
  },
);

test("takes a pair of surrogates, and a constructor that reaches no prototype", () => {
  expect(parse('"\\ud83e\\uddc0"')).toBe("🧀");
  expect(parse('{"constructor":"Bauhaus","prototype":{"n":1}}')).toEqual({
    constructor: "Bauhaus",
    prototype: { n: 1 },
  });
});

test("answers any bytes with a value or a refusal, and changes no prototype", () => {
  const jsonLike = fc.stringMatching(/^[[\]{}:,"\\u0-9dDe.+\-truefalsn _pot]{0,60}$/);
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array({ maxLength: 200 }),
        jsonLike.map((text) => encoder.encode(text)),
      ),
      (bytes) => {
        refusalOf(() => parseJson(bytes, 8));
        expect(Object.keys(Object.prototype)).toEqual([]);
      },
    ),
    { numRuns: 5000 },
  );
});

test("agrees with JSON.parse on what is JSON at all", () => {
  const jsonLike = fc.stringMatching(/^[[\]{}:,"0-9e.\- tnulrefas]{0,24}$/);
  fc.assert(
    fc.property(jsonLike, (text) => {
      let expected: unknown;
      try {
        expected = JSON.parse(text);
      } catch {
        expect(refusalOf(() => parse(text))).toBeDefined();
        return;
      }
      const refusal = refusalOf(() => expect(parse(text)).toEqual(expected));
      expect([undefined, "A number in the body is too large."]).toContain(
        refusal?.startsWith("An object") ? undefined : refusal,
      );
    }),
    { numRuns: 5000 },
  );
});
