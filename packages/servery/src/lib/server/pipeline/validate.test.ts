import { toStandardJsonSchema } from "@valibot/to-json-schema";
import { type } from "arktype";
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import * as z from "zod";

import type { Schema } from "../../contract/schema.ts";
import { isPromise } from "../../base/maybe-promise.ts";
import { compileValidate } from "./validate.ts";

const libraries: readonly (readonly [string, Schema])[] = [
  [
    "zod",
    z.object({
      "a/b": z.object({ "c~d": z.array(z.object({ n: z.number() })) }),
      name: z.string(),
    }),
  ],
  [
    "valibot",
    toStandardJsonSchema(
      v.object({
        "a/b": v.object({ "c~d": v.array(v.object({ n: v.number() })) }),
        name: v.string(),
      }),
    ),
  ],
  ["arktype", type({ "a/b": { "c~d": type({ n: "number" }).array() }, name: "string" })],
];

describe.each(libraries)("a validation by %s", (_, schema) => {
  const validate = compileValidate(schema);

  it("is not awaited", () => {
    const input = { "a/b": { "c~d": [{ n: 1 }] }, name: "x" };
    expect(validate(input, [])).toEqual(input);
  });

  it("tells of every mistake at once, by JSON pointers", () => {
    const wrong = { "a/b": { "c~d": [{ n: 1 }, { n: "2" }] }, name: 3 };
    expect(pointersOf(() => validate(wrong, []))).toEqual(["/a~1b/c~0d/1/n", "/name"]);
  });

  it("does not tell again of what could not be read", () => {
    const known = [{ pointer: "/name", detail: "must be a number" }];
    const wrong = { "a/b": { "c~d": [{}] }, name: 3 };
    expect(pointersOf(() => validate(wrong, known))).toEqual(["/a~1b/c~0d/0/n", "/name"]);
  });
});

describe("an asynchronous validation", () => {
  const taken = z.object({ name: z.string().refine(async (name) => name !== "taken", "is taken") });
  const validate = compileValidate(taken);

  it("is awaited", async () => {
    const result = validate({ name: "free" }, []);
    expect(isPromise(result)).toBe(true);
    expect(await result).toEqual({ name: "free" });
  });

  it("tells of its mistakes", async () => {
    await expect(validate({ name: "taken" }, [])).rejects.toMatchObject({
      problem: { status: 422, errors: [{ pointer: "/name", detail: "is taken" }] },
    });
  });
});

it("a refusal has a thousand errors at most", () => {
  const validate = compileValidate(z.array(z.string()));
  expect(
    pointersOf(() =>
      validate(
        Array.from({ length: 5000 }, () => 1),
        [],
      ),
    ),
  ).toHaveLength(1000);
});

/** In the order of the alphabet: libraries tell of their issues in different orders. */
function pointersOf(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    const { problem } = error as { problem: { errors: { pointer: string }[] } };
    return problem.errors.map(({ pointer }) => pointer).toSorted();
  }
  throw new Error("was not refused");
}
