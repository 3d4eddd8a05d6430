import { expect, test } from "vitest";

import { createAttemptKeys } from "./attempt-key.ts";

test("repeats an unanswered attempt under its own key", () => {
  const keys = createAttemptKeys();
  const first = keys.keyFor("two records");
  expect(keys.keyFor("two records")).toBe(first);
  expect(keys.keyFor("three records")).not.toBe(first);
});

test("takes another key after an answer", () => {
  const keys = createAttemptKeys();
  const first = keys.keyFor("two records");
  keys.answered();
  expect(keys.keyFor("two records")).not.toBe(first);
});

test("carries more than the 128 bits that a stranger's key must have", () => {
  expect(createAttemptKeys().keyFor("")).toMatch(/^[0-9a-f]{40}$/);
});
