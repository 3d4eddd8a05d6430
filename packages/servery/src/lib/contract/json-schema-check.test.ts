import { Ajv2020 } from "ajv/dist/2020.js";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compileCheck } from "./json-schema-check.ts";
import type { JsonSchema } from "./json-schema.ts";

const ajv = new Ajv2020({ strict: false, allErrors: true, ownProperties: true });

const integers = fc.integer({ min: -3, max: 3 });
const texts = fc.constantFrom("", "a", "ab", "abc", "😀");
// Not "__proto__": the independent validator cannot tell it from the prototype.
const names = fc.constantFrom("a", "b", "c/d", "toString");

const schemas: fc.Arbitrary<JsonSchema> = fc.letrec<{ schema: JsonSchema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    fc.record({ type: fc.constantFrom("string", "number", "integer", "boolean", "null") }),
    fc.record({
      type: fc.constant("integer" as const),
      minimum: integers,
      exclusiveMaximum: integers,
    }),
    fc.record({ type: fc.constant("string" as const), minLength: fc.nat(2), maxLength: fc.nat(3) }),
    fc.record({ pattern: fc.constantFrom("^a", "b$", "^.$") }),
    fc.record({
      enum: fc.array(fc.oneof(integers, texts, fc.constant(null)), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ multipleOf: fc.constantFrom(1, 2, 0.5) }),
    fc.record({
      type: fc.constant("array" as const),
      items: tie("schema"),
      minItems: fc.nat(1),
      maxItems: fc.integer({ min: 1, max: 3 }),
    }),
    fc.record({ uniqueItems: fc.boolean(), minItems: fc.nat(1) }),
    fc.record({
      prefixItems: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }),
      items: fc.boolean(),
    }),
    fc.record({
      type: fc.constant("object" as const),
      properties: fc.dictionary(names, tie("schema"), { maxKeys: 3 }),
      required: fc.uniqueArray(names, { maxLength: 2 }),
      additionalProperties: fc.oneof(fc.boolean(), tie("schema")),
    }),
    fc.record({
      patternProperties: fc.dictionary(fc.constantFrom("^a", "b"), tie("schema"), {
        minKeys: 1,
        maxKeys: 2,
      }),
    }),
    fc.record({ anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }) }),
    fc.record({ allOf: fc.array(tie("schema"), { minLength: 1, maxLength: 2 }) }),
    fc.record({ not: tie("schema") }),
  ) as fc.Arbitrary<JsonSchema>,
})).schema;

const values = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    integers,
    fc.constantFrom(0.5, 1.5),
    texts,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(names, tie("value"), { maxKeys: 3 }),
  ),
})).value;

describe("the check compiled from a JSON Schema", () => {
  it("agrees with an independent validator on random schemas and values", () => {
    let refused = 0;
    fc.assert(
      fc.property(schemas, fc.array(values, { minLength: 5, maxLength: 5 }), (schema, samples) => {
        const check = compileCheck(schema);
        const validate = ajv.compile(schema);
        for (const sample of samples) {
          const value: unknown = JSON.parse(JSON.stringify(sample));
          const issues = check(value);
          if (issues.length > 0) refused++;
          expect(issues.length === 0, JSON.stringify({ schema, value, issues })).toBe(
            validate(value),
          );
        }
      }),
      { numRuns: 1000 },
    );
    expect(refused).toBeGreaterThan(100);
  });

  it("lists all that is wrong, each with its JSON pointer", () => {
    const check = compileCheck({
      type: "object",
      required: ["a/b", "list"],
      properties: { list: { type: "array", items: { type: "integer", minimum: 1 } } },
      additionalProperties: false,
    });
    expect(check({ list: [1, 0, "x"], "~": true })).toEqual([
      { pointer: "/a~1b", detail: "is required" },
      { pointer: "/list/1", detail: "must be at least 1" },
      { pointer: "/list/2", detail: "must be integer" },
      { pointer: "/~0", detail: "is not declared" },
    ]);
  });

  it("follows references, also those of a schema to itself", () => {
    const check = compileCheck({
      $ref: "#/$defs/Node",
      $defs: {
        Node: {
          type: "object",
          required: ["next"],
          properties: { next: { anyOf: [{ type: "null" }, { $ref: "#/$defs/Node" }] } },
        },
      },
    });
    expect(check({ next: { next: null } })).toEqual([]);
    expect(check({ next: { next: 3 } })).toEqual([
      { pointer: "/next", detail: "matches none of the allowed shapes" },
    ]);
  });
});
