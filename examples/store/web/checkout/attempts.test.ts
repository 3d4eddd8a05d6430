import { expect, test } from "vitest";

import { orderKeyPattern } from "../../contract/bounds.ts";
import { createAttempts } from "./attempts.ts";

test("repeats an unanswered attempt under its own keys", () => {
  const attempts = createAttempts();
  const first = attempts.attemptFor("two records");
  expect(attempts.attemptFor("two records")).toEqual(first);
  expect(attempts.attemptFor("three records")).not.toEqual(first);
});

test("draws other keys after an answer", () => {
  const attempts = createAttempts();
  const first = attempts.attemptFor("two records");
  attempts.answered();
  expect(attempts.attemptFor("two records").orderKey).not.toBe(first.orderKey);
});

test("draws keys of 256 bits, as the contract wants them, and none twice", () => {
  const keys = Array.from({ length: 200 }, (_, index) =>
    createAttempts().attemptFor(String(index)),
  );
  for (const { orderKey, idempotencyKey } of keys) {
    expect(orderKey).toMatch(orderKeyPattern);
    expect(idempotencyKey).toMatch(orderKeyPattern);
  }
  expect(
    new Set(keys.flatMap(({ orderKey, idempotencyKey }) => [orderKey, idempotencyKey])).size,
  ).toBe(400);
});
