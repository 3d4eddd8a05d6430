import { expectTypeOf, test } from "vitest";

import { type Secret, secret } from "./secret.ts";

test("what may be missing says so", () => {
  expectTypeOf(secret("KEY")).toEqualTypeOf<Secret>();
  expectTypeOf(secret("KEY").reveal()).toEqualTypeOf<string>();
  expectTypeOf(secret("KEY", { optional: false }).reveal()).toEqualTypeOf<string>();
  expectTypeOf(secret("KEY", { optional: true }).reveal()).toEqualTypeOf<string | undefined>();
});

test("a secret is no text", () => {
  expectTypeOf<Secret>().not.toExtend<string>();
  expectTypeOf<Secret<string | undefined>>().not.toExtend<Secret>();
  expectTypeOf<Secret>().toExtend<Secret<string | undefined>>();
});
