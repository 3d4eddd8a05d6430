import { expect, test } from "vitest";
import * as z from "zod";
import { mutation } from "../../contract/operation.ts";
import { compileOutput } from "./project-output.ts";

const project = compileOutput(
  mutation({ path: "/x", access: "public", output: z.unknown(), unsafeOpen: true }),
);

test("an open output is what JSON can say of it, for every caller", () => {
  expect(project({ at: new Date(0), none: undefined, far: Infinity })).toEqual({
    at: "1970-01-01T00:00:00.000Z",
    far: null,
  });
});

const circle: Record<string, unknown> = {};
circle["self"] = circle;
test.each([
  ["a circle", circle],
  ["a bigint", { count: 1n }],
  ["nothing", undefined],
  ["a function", () => 1],
])("what JSON cannot say fails before the transaction ends: %s", (_what, result) => {
  expect(() => project(result)).toThrow();
});
