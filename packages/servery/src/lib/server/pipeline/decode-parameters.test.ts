import * as fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { JsonSchema } from "../../contract/json-schema.ts";
import { toQueryString } from "../../protocol/query-string.ts";
import { query } from "../../contract/operation.ts";
import { nothing } from "../../contract/nothing.ts";
import type { InputError } from "../../protocol/problem-details.ts";
import { compileParameters } from "./decode-parameters.ts";

const input: JsonSchema = {
  type: "object",
  properties: {
    id: { type: "integer" },
    text: { type: "string" },
    number: { type: "number" },
    flag: { type: "boolean" },
    list: { type: "array", items: { type: "number" } },
    must: { type: "array", items: { type: "string" } },
    nested: {
      type: "object",
      properties: { a: { type: "string" }, list: { type: "array", items: { type: "boolean" } } },
      required: ["list"],
    },
    whole: { type: "object", properties: { b: { type: "integer" } } },
  },
  required: ["id", "must", "whole"],
};
const decode = compileParameters(
  query({ path: "/x/:id", access: "public", output: nothing }),
  input,
);

function read(parameters: readonly string[], queryString: string) {
  const target: Record<string, unknown> = {};
  const errors: InputError[] = [];
  decode(parameters, queryString, target, errors);
  return { target, errors };
}

describe("parameters", () => {
  it("come back as the client wrote them", () => {
    const well = fc.string({ unit: "grapheme" }).filter((text) => text.isWellFormed());
    const number = fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .map((each) => (each === 0 ? 0 : each));
    const given = fc.record(
      {
        text: well,
        number,
        flag: fc.boolean(),
        list: fc.array(number, { minLength: 1 }),
        must: fc.array(well),
        nested: fc.record({ a: well, list: fc.array(fc.boolean()) }),
        whole: fc.record({ b: fc.maxSafeInteger() }, { requiredKeys: [] }),
      },
      { requiredKeys: ["must", "whole"] },
    );
    fc.assert(
      fc.property(fc.maxSafeInteger(), given, (id, value) => {
        const { target, errors } = read([String(id === 0 ? 0 : id)], toQueryString(value));
        expect(errors).toEqual([]);
        expect(target).toEqual({ ...value, id: id === 0 ? 0 : id });
      }),
      { numRuns: 500 },
    );
  });

  it("that are required and leave nothing in a query string are the empty ones", () => {
    expect(read(["1"], "").target).toEqual({ id: 1, must: [], whole: {} });
    expect(read(["1"], "nested.a=x").target).toMatchObject({ nested: { a: "x", list: [] } });
  });

  it.each([
    ["text", { text: "" }],
    ["text=", { text: "" }],
    ["text=a=b", { text: "a=b" }],
    ["&&text=a&", { text: "a" }],
    ["te%78t=a+b%2B", { text: "a b+" }],
    ["list=1", { list: [1] }],
  ])("are read from ?%s", (text, expected) =>
    expect(read(["1"], text).target).toMatchObject(expected),
  );

  it.each([
    ["text=a&text=b", [{ pointer: "/text", detail: "stands there twice, but takes one value" }]],
    ["list=1&list=x", [{ pointer: "/list/1", detail: "must be a number, such as 1.5" }]],
    ["nested.list=1", [{ pointer: "/nested/list/0", detail: 'must be "true" or "false"' }]],
    ["id=2", [{ pointer: "/id", detail: "is not declared" }]],
    ["nested=x", [{ pointer: "/nested", detail: "is not declared" }]],
    ["nested.c=x", [{ pointer: "/nested.c", detail: "is not declared" }]],
    ["a/b=x", [{ pointer: "/a~1b", detail: "is not declared" }]],
    ["toString=x", [{ pointer: "/toString", detail: "is not declared" }]],
  ])("say what is wrong with ?%s", (text, errors) =>
    expect(read(["1"], text).errors).toEqual(errors),
  );

  it.each([
    "__proto__=1",
    "__proto__.x=1",
    "constructor.prototype.x=1",
    "text=%zz",
    "%=1",
    "text=%ff",
  ])("refuse ?%s", (text) =>
    expect(() => read(["1"], text)).toThrowError(
      expect.objectContaining({ code: "malformed_request" }),
    ),
  );
});

it("takes a property for its own, though every object inherits one of that name", () => {
  const list: JsonSchema = { type: "array", items: { type: "string" } };
  const schema: JsonSchema = {
    type: "object",
    // By entries: in a literal, TypeScript takes these names for the inherited ones.
    properties: Object.fromEntries<JsonSchema>([
      ["constructor", { type: "object", properties: { name: { type: "string" }, of: list } }],
      ["toString", list],
      ["valueOf", { type: "object", properties: { list }, required: ["list"] }],
    ]),
    required: ["toString", "valueOf"],
  };
  const readSuch = compileParameters(
    query({ path: "/x", access: "public", output: nothing }),
    schema,
  );
  const target = {};
  const errors: InputError[] = [];
  readSuch([], "constructor.name=Lotus&constructor.of=a&constructor.of=b", target, errors);
  expect({ target, errors }).toEqual({
    target: {
      constructor: { name: "Lotus", of: ["a", "b"] },
      toString: [],
      valueOf: { list: [] },
    },
    errors: [],
  });
});
