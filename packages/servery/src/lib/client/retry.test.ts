import { expect, test } from "vitest";

import type { CallProblem } from "./call-problem.ts";
import { createClientError } from "./client-error.ts";
import { ProblemError } from "../protocol/problem-error.ts";
import { defaultRetryPolicy, toRetryDelay } from "./retry.ts";

function answered(code: string, status: number, retryAfterMs?: number): ProblemError {
  const problem: CallProblem = {
    type: "about:blank",
    title: code,
    status,
    code,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
  return new ProblemError(problem);
}

function unreadable(status: number): ProblemError {
  return createClientError("malformed_answer", "A page.", { status });
}

const lost = createClientError("network_error", "Lost.");

test.each([
  { name: "a lost answer", error: lost, repeatable: true, again: true },
  { name: "a lost answer", error: lost, repeatable: false, again: false },
  { name: "offline", error: createClientError("offline", "Off."), repeatable: true, again: true },
  {
    name: "a passed deadline",
    error: createClientError("timeout", ""),
    repeatable: true,
    again: false,
  },
  { name: "an abort", error: createClientError("aborted", ""), repeatable: true, again: false },
  { name: "overloaded", error: answered("overloaded", 503), repeatable: false, again: true },
  { name: "shutting_down", error: answered("shutting_down", 503), repeatable: false, again: true },
  {
    name: "too_many_requests",
    error: answered("too_many_requests", 429),
    repeatable: false,
    again: true,
  },
  {
    name: "request_timeout",
    error: answered("request_timeout", 408),
    repeatable: false,
    again: true,
  },
  {
    name: "idempotency_in_flight",
    error: answered("idempotency_in_flight", 409),
    repeatable: true,
    again: true,
  },
  {
    name: "deadline_exceeded",
    error: answered("deadline_exceeded", 503),
    repeatable: true,
    again: false,
  },
  {
    name: "internal_error",
    error: answered("internal_error", 500),
    repeatable: true,
    again: false,
  },
  { name: "a declared 503", error: answered("provider_down", 503), repeatable: true, again: false },
  { name: "a declared 409", error: answered("out_of_stock", 409), repeatable: true, again: false },
  { name: "a proxy's 502", error: unreadable(502), repeatable: true, again: true },
  { name: "a proxy's 502", error: unreadable(502), repeatable: false, again: false },
  { name: "a proxy's 425", error: unreadable(425), repeatable: true, again: true },
  { name: "a proxy's 500", error: unreadable(500), repeatable: true, again: false },
  { name: "a page with 200", error: unreadable(200), repeatable: true, again: false },
  { name: "a bug", error: new TypeError("bug"), repeatable: true, again: false },
])("$name, repeatable $repeatable: tries again $again", ({ error, repeatable, again }) => {
  const delay = toRetryDelay(defaultRetryPolicy, { error, attempt: 1, repeatable }, () => 0.5);
  expect(delay).toBe(again ? 200 : undefined);
});

test("the wait grows from nothing to a doubling ceiling, and has an end", () => {
  const ceilings = [1, 2, 3].map((attempt) =>
    toRetryDelay(defaultRetryPolicy, { error: lost, attempt, repeatable: true }, () => 1),
  );
  expect(ceilings).toEqual([400, 800, 1600]);
  const failure = { error: lost, attempt: 3, repeatable: true };
  expect(toRetryDelay(defaultRetryPolicy, failure, () => 0)).toBe(0);
  expect(toRetryDelay({ ...defaultRetryPolicy, maxDelayMs: 500 }, failure, () => 1)).toBe(500);
  expect(toRetryDelay(defaultRetryPolicy, { ...failure, attempt: 4 }, () => 1)).toBeUndefined();
});

test.each([
  [2000, 2200],
  [10_000, 10_200],
  [10_001, undefined],
])("Retry-After of %i ms is the least wait, or beyond the longest one the end", (ms, delay) => {
  const failure = { error: answered("overloaded", 503, ms), attempt: 1, repeatable: true };
  expect(toRetryDelay(defaultRetryPolicy, failure, () => 0.5)).toBe(delay);
});

test("a twin in flight is waited for beyond the attempts", () => {
  const failure = { error: answered("idempotency_in_flight", 409), attempt: 40, repeatable: true };
  expect(toRetryDelay(defaultRetryPolicy, failure, () => 1)).toBe(10_000);
  const once = { ...defaultRetryPolicy, attempts: 1 };
  expect(toRetryDelay(once, { ...failure, attempt: 1 }, () => 1)).toBeUndefined();
});
