import { expect, test } from "vitest";
import { z } from "zod";

import { type Schema, toJsonSchema } from "./schema.ts";

test("a schema is described once for what it takes, and once for what it yields", () => {
  const schema = z.object({ on: z.string().default("today") });
  const [input, output] = [toJsonSchema(schema, "input"), toJsonSchema(schema, "output")];
  expect(input.required).toBeUndefined();
  expect(output.required).toEqual(["on"]);
  expect(toJsonSchema(schema, "input")).toBe(input);
  expect(toJsonSchema(schema, "output")).toBe(output);
  expect(toJsonSchema(z.object({ on: z.string() }), "input")).not.toEqual(input);
});

test("a schema that cannot be described is refused each time", () => {
  const schema: Schema = z.object({ when: z.date() });
  for (const _ of [1, 2])
    expect(() => toJsonSchema(schema, "output")).toThrow(/cannot describe it as JSON Schema/);
});
