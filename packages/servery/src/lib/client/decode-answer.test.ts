import { describe, expect, test } from "vitest";

import { isProblemError } from "../protocol/problem-error.ts";
import type { CallProblem } from "./call-problem.ts";
import { decodeAnswer, parseRetryAfter } from "./decode-answer.ts";

const json = "application/json";
const problemJson = "application/problem+json";
const now = Date.UTC(2026, 10, 20, 12);

function decode(status: number, type: string | undefined, text: string, headers = {}): unknown {
  const all = new Headers(type === undefined ? headers : { ...headers, "content-type": type });
  return decodeAnswer({ status, headers: all, text }, now);
}

function problemOf(...answer: Parameters<typeof decode>): CallProblem {
  try {
    decode(...answer);
  } catch (error) {
    if (isProblemError(error)) return error.problem;
    throw error;
  }
  throw new Error("it was read as a success");
}

describe("a success", () => {
  test.each([
    [200, json, '{"a":1}', { a: 1 }],
    [201, "Application/JSON; charset=utf-8", "[]", []],
    [200, "application/vnd.api+json", "null", null],
    [204, undefined, "", undefined],
  ])("%i %s %s is read", (status, type, text, value) => {
    expect(decode(status, type, text)).toEqual(value);
  });
});

describe("a malformed answer", () => {
  test.each([
    ["a sign-in page", 200, "text/html", "<html>"],
    ["a truncated body", 200, json, '{"a":'],
    ["an empty body", 200, json, ""],
    ["no content type", 200, undefined, "{}"],
    ["a proxy's page", 502, "text/html", "<html>bad gateway</html>"],
    ["another API's error", 400, json, '{"error":"x"}'],
    ["a problem without code", 400, problemJson, '{"title":"x","status":400}'],
    ["null", 500, problemJson, "null"],
    ["a redirect", 307, "text/html", ""],
    ["an opaque redirect", 0, undefined, ""],
    ["a problem that claims success", 200, "text/plain", '{"code":"x","title":"x","status":400}'],
  ])("%s says its status and never its content", (_, status, type, text) => {
    const problem = problemOf(status, type, text);
    expect(problem).toMatchObject({ code: "malformed_answer", status });
    expect(JSON.stringify(problem)).not.toContain("html>");
  });
});

describe("a problem", () => {
  const whole = {
    type: "urn:problem-type:store:out_of_stock",
    title: "Not enough stock",
    status: 409,
    code: "out_of_stock",
    detail: "Two are left.",
    instance: "urn:request:1",
    data: { available: 2 },
    errors: [{ pointer: "/lines/0", detail: "Too many" }],
  };

  test("is kept whole", () => {
    expect(problemOf(409, problemJson, JSON.stringify(whole))).toEqual(whole);
  });

  test("has the answer's own status, and loses unknown and wrong-typed members (RFC 9457 §3.1)", () => {
    const odd = {
      ...whole,
      status: 200,
      title: 7,
      detail: [],
      instance: 1,
      type: {},
      errors: [1, null, whole.errors[0]],
      more: 1,
    };
    expect(problemOf(409, json, JSON.stringify(odd))).toEqual({
      type: "about:blank",
      title: "out_of_stock",
      status: 409,
      code: "out_of_stock",
      data: { available: 2 },
      errors: whole.errors,
    });
  });

  test("tells how long to wait", () => {
    const headers = { "retry-after": "3" };
    expect(problemOf(503, problemJson, JSON.stringify(whole), headers).retryAfterMs).toBe(3000);
    expect(problemOf(503, "text/html", "busy", headers).retryAfterMs).toBe(3000);
  });
});

test.each([
  [null, undefined],
  ["0", 0],
  ["120", 120_000],
  ["Fri, 20 Nov 2026 12:00:05 GMT", 5000],
  ["Fri, 20 Nov 2026 11:00:00 GMT", 0],
  ["-1", undefined],
  ["1.5", undefined],
  ["soon", undefined],
  ["Fri, soon", undefined],
])("Retry-After %s is %s ms", (header, milliseconds) => {
  expect(parseRetryAfter(header, now)).toBe(milliseconds);
});
