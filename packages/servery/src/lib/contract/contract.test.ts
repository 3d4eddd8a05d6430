import { toStandardJsonSchema } from "@valibot/to-json-schema";
import { type } from "arktype";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { isServeryError } from "../base/servery-error.ts";
import { contract, isContract } from "./contract.ts";
import type { OperationTree } from "./operation-tree.ts";
import { nothing } from "./nothing.ts";
import { action, mutation, type Operation, query } from "./operation.ts";
import { problem } from "./problem.ts";
import { sensitive } from "./sensitive.ts";

const output = z.object({ id: z.string() });
const get = query({ path: "/things/:id", input: z.object({ id: z.string() }), output });

function build(operations: OperationTree): string {
  try {
    contract({ name: "test", operations });
    return "";
  } catch (error) {
    if (isServeryError(error) && error.code === "invalid_contract") return error.message;
    throw error;
  }
}

describe("contract", () => {
  it("lists its operations by their dotted names", () => {
    const built = contract({
      name: "test",
      operations: { things: { get }, ping: query({ path: "/", output }) },
    });
    expect(built.list.map(({ id }) => id)).toEqual(["things.get", "ping"]);
    expect(isContract(built)).toBe(true);
    expect(isContract({ ...built })).toBe(false);
  });

  it("gives an operation the careful defaults: signed-in callers, GET for a query, POST for the rest", () => {
    expect(get).toMatchObject({ access: "user", method: "GET", status: 200, sensitive: false });
    expect(action({ path: "/a", output: nothing })).toMatchObject({
      access: "user",
      method: "POST",
      status: 204,
    });
  });

  const mistakes: readonly [name: string, operation: Operation, says: RegExp][] = [
    [
      "a path parameter that the input lacks",
      query({ path: "/things/:id", input: z.object({ key: z.string() }), output }),
      /x: its path has ":id", but its input has no property "id"/,
    ],
    [
      "a path parameter without any input",
      query({ path: "/things/:id", output }),
      /x: its path has ":id", but it has no input/,
    ],
    [
      "a malformed path",
      query({ path: "/things/:i-d", output }),
      /x: The path "\/things\/:i-d" cannot be used/,
    ],
    [
      "an output that cannot be described",
      query({ path: "/x", output: z.object({ at: z.date() }) }),
      /x: its output cannot be described.*Date/,
    ],
    [
      "an output of any shape",
      query({ path: "/x", output: z.object({ a: z.unknown() }) }),
      /x: its output is too open to project at \/a/,
    ],
    [
      "an open record",
      query({ path: "/x", output: z.object({ a: z.record(z.string(), z.unknown()) }) }),
      /too open to project at \/a\/\*/,
    ],
    [
      "a list of anything",
      query({ path: "/x", output: z.array(z.any()) }),
      /too open to project at \/\*/,
    ],
    [
      "an open ArkType object",
      query({ path: "/x", output: type("object") }),
      /too open to project/,
    ],
    [
      "a bare Valibot schema",
      query({ path: "/x", output: v.object({ id: v.string() }) }),
      /toStandardJsonSchema\(schema\) from "@valibot\/to-json-schema"/,
    ],
    [
      "a GET with a list of objects",
      query({
        path: "/x",
        input: z.object({ lines: z.array(z.object({ id: z.string() })) }),
        output,
      }),
      /x: its input's property "lines" is a list of something else than scalars.*method: "POST"/,
    ],
    [
      "a GET nested two levels deep",
      query({
        path: "/x",
        input: z.object({ a: z.object({ b: z.object({ c: z.string() }) }) }),
        output,
      }),
      /property "a" has a property "b" that is nested more than one level deep/,
    ],
    [
      "a GET with a nullable property",
      query({ path: "/x", input: z.object({ a: z.string().nullable() }), output }),
      /may be null, which no query string can say/,
    ],
    [
      "a GET with text or number",
      query({ path: "/x", input: z.object({ a: z.union([z.string(), z.number()]) }), output }),
      /may be string or number, which a text does not tell apart/,
    ],
    [
      "a GET whose input is no object",
      query({ path: "/x", input: z.array(z.string()), output }),
      /its input must be an object: a GET sends properties/,
    ],
    [
      "a list in the path",
      query({ path: "/x/:ids", input: z.object({ ids: z.array(z.string()) }), output }),
      /is a list, but stands in the path/,
    ],
    [
      "access that says nothing",
      query({ path: "/x", output, access: [] }),
      /x: its access is an empty list/,
    ],
    [
      "access that is public and more",
      query({ path: "/x", output, access: ["public", "user"] }),
      /x: its access says "public" beside other rules/,
    ],
    [
      "a limit that is no rate",
      query({ path: "/x", output, limit: "10/fortnight" as "10/day" }),
      /the limit "10\/fortnight" is no rate/,
    ],
    [
      "a shared cache of private answers",
      query({ path: "/x", output, cache: { maxAgeSeconds: 1, shared: true } }),
      /a shared cache would serve it to strangers/,
    ],
    [
      "a cached sensitive query",
      sensitive(query({ path: "/x", output, cache: { maxAgeSeconds: 1 } })),
      /a sensitive operation is never cached/,
    ],
    [
      "a cached POST",
      query({ path: "/x", output, method: "POST", cache: { maxAgeSeconds: 1 } }),
      /only a GET can have a cache hint/,
    ],
    [
      "a sensitive property that is nowhere",
      sensitive(
        mutation({ path: "/x", input: z.object({ password: z.string() }), output }),
        "pasword",
      ),
      /its sensitive property "pasword" is in neither/,
    ],
    [
      "a sensitive property in a query string",
      sensitive(query({ path: "/x", input: z.object({ key: z.string() }), output }), "key"),
      /its GET would put its sensitive property "key" into the address.*say method: "POST"/,
    ],
    [
      "a sensitive property of a property in a query string",
      sensitive(
        mutation({
          path: "/x",
          method: "DELETE",
          input: z.object({ card: z.object({ number: z.string() }) }),
          output,
        }),
        "card.number",
      ),
      /its DELETE would put its sensitive property "card.number" into the address/,
    ],
    [
      "a sensitive property in a path, whatever the method",
      sensitive(mutation({ path: "/x/:key", input: z.object({ key: z.string() }), output }), "key"),
      /its sensitive property "key" stands in its path/,
    ],
    [
      "a sensitive query by GET with an input",
      sensitive(query({ path: "/x", input: z.object({ id: z.string() }), output })),
      /it is sensitive, and its GET would put its input into the address.*say method: "POST"/,
    ],
    [
      "a negative time to revalidate in",
      query({
        path: "/x",
        output,
        cache: { maxAgeSeconds: 1, staleWhileRevalidateSeconds: -1 },
      }),
      /staleWhileRevalidateSeconds must be a whole number from 0, not -1/,
    ],
    [
      "a problem code in camel case",
      query({ path: "/x", output, problems: { notFound: problem(404, "No") } }),
      /problem code "notFound" must be lower_snake_case/,
    ],
    [
      "problem data that is too open",
      query({ path: "/x", output, problems: { no: problem(409, "No", z.object({ a: z.any() })) } }),
      /the data of its problem no is too open/,
    ],
    [
      "an example that does not match",
      query({ path: "/x", output, examples: { output: { id: 1 as unknown as string } } }),
      /its example output does not match at "\/id": must be string/,
    ],
    ["a 204 with a body", mutation({ path: "/x", output, status: 204 }), /a 204 has no body/],
    [
      "a schema that is none",
      query({ path: "/x", output: {} as typeof output }),
      /its output is no schema/,
    ],
  ];

  it.each(mistakes)("refuses %s and names the operation", (_name, operation, says) => {
    expect(build({ x: operation })).toMatch(says);
  });

  it("refuses duplicate, reserved and misnamed routes, and tells of all of them at once", () => {
    const message = build({
      one: query({ path: "/things/:a", input: z.object({ a: z.string() }), output }),
      two: query({ path: "/things/:b", input: z.object({ b: z.string() }), output }),
      health: query({ path: "/healthz", output }),
      catch: query({ path: "/catch", output }),
      "not-a-name": query({ path: "/name", output }),
      nothing: 3 as unknown as Operation,
    });
    expect(message).toMatch(/has 5 mistakes/);
    expect(message).toMatch(/two: its route GET \/things\/:b is also that of one/);
    expect(message).toMatch(/health: its path \/healthz is reserved/);
    expect(message).toMatch(/catch: the name "catch" is reserved/);
    expect(message).toMatch(/not-a-name: "not-a-name" is no name/);
    expect(message).toMatch(/nothing: it is neither an operation nor an object of operations/);
  });

  it("lets an open output pass where it says unsafeOpen", () => {
    expect(
      build({ x: query({ path: "/x", output: z.object({ a: z.unknown() }), unsafeOpen: true }) }),
    ).toBe("");
  });

  it.each([
    ["all of a GET that takes nothing", sensitive(query({ path: "/x", output }))],
    [
      "what a GET answers",
      sensitive(query({ path: "/x/:key", input: z.object({ key: z.string() }), output }), "id"),
    ],
    [
      "all of a POST",
      sensitive(
        query({ path: "/x", method: "POST", input: z.object({ key: z.string() }), output }),
      ),
    ],
  ])("lets %s be sensitive", (_what, operation) => {
    expect(build({ x: operation })).toBe("");
  });

  it.each([
    ["Zod", z.object({ id: z.string() })],
    ["wrapped Valibot", toStandardJsonSchema(v.object({ id: v.string() }))],
    ["ArkType", type({ id: "string" })],
  ])("takes schemas of %s", (_library, schema) => {
    expect(build({ x: query({ path: "/x/:id", input: schema, output: schema }) })).toBe("");
  });

  it("refuses a name that would not fit in problem types and cookies", () => {
    expect(() => contract({ name: "My Store", operations: {} })).toThrow(/must be lower case/);
    expect(() => contract({ name: "store", basePath: "/api/", operations: {} })).toThrow(
      /without a slash at its end/,
    );
  });
});
