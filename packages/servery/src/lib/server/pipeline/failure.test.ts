import { describe, expect, it } from "vitest";

import { action, mutation, query } from "../../contract/operation.ts";
import { nothing } from "../../contract/nothing.ts";
import { problem } from "../../contract/problem.ts";
import { ProblemError } from "../../protocol/problem-error.ts";
import { DataError, type DataErrorCode } from "../data/data-error.ts";
import { toFailure } from "./failure.ts";
import { toLimits } from "./limits.ts";
import { compilePlan } from "./plan.ts";

const options = {
  path: "/x",
  access: "public",
  output: nothing,
  problems: { own: problem(409, "Own") },
} as const;
const operations = { query: query(options), mutation: mutation(options), action: action(options) };

function planOf(kind: keyof typeof operations) {
  return compilePlan({ id: kind, operation: operations[kind] }, () => undefined, {
    base: {},
    limits: toLimits(),
    freshMs: undefined,
  });
}

describe("a failure of the database", () => {
  const columns = { table: "items", columns: ["name", "a/b"] };

  it.each<[DataErrorCode, number, string, number]>([
    // What a client may send again when it hears of it must not have begun: an action has.
    ["overloaded", 503, "overloaded", 500],
    ["busy", 503, "overloaded", 500],
    ["closed", 503, "shutting_down", 500],
    ["aborted", 408, "request_timeout", 500],
    ["timeout", 503, "deadline_exceeded", 503],
    ["unique_violation", 409, "conflict", 409],
    ["foreign_key_violation", 409, "conflict", 409],
    ["trigger_violation", 409, "conflict", 409],
    ["check_violation", 422, "invalid_input", 422],
    ["not_null_violation", 422, "invalid_input", 422],
    ["type_violation", 422, "invalid_input", 422],
    ["value_invalid", 500, "internal_error", 500],
    ["read_only", 500, "internal_error", 500],
    ["statement_invalid", 500, "internal_error", 500],
    ["db_revoked", 500, "internal_error", 500],
    ["transaction_lost", 500, "internal_error", 500],
    ["full_disk", 500, "internal_error", 500],
    ["database_failed", 500, "internal_error", 500],
  ])("%s answers %i %s, in an action %i", (code, status, problemCode, inAction) => {
    const error = new DataError(code, "SQL says: SELECT secret", columns);
    for (const kind of ["query", "mutation"] as const)
      expect(toFailure(error, planOf(kind)).problem).toMatchObject({ status, code: problemCode });
    const failure = toFailure(error, planOf("action"));
    expect(failure.problem.status).toBe(inAction);
    expect(JSON.stringify(failure.problem)).not.toContain("SQL");
    expect(failure.hidden === undefined).toBe(inAction !== 500);
  });

  it("names the columns that a constraint is about", () => {
    const error = new DataError("unique_violation", "", columns);
    expect(toFailure(error, planOf("mutation")).problem).toMatchObject({
      detail: '"name" with "a/b" is taken.',
      errors: [{ pointer: "/name" }, { pointer: "/a~1b" }],
    });
    const unknown = new DataError("check_violation", "");
    expect(toFailure(unknown, planOf("mutation")).problem).toMatchObject({
      detail: "Something in it has a value that is not allowed.",
    });
  });
});

describe("a failure", () => {
  it("of another service is not passed on, though its code is declared", () => {
    const upstream = new ProblemError({
      type: "x",
      title: "Own",
      status: 409,
      code: "own",
      detail: "theirs",
    });
    const { problem: answered, hidden } = toFailure(upstream, planOf("action"));
    expect(answered).toEqual({
      type: "internal_error",
      title: expect.any(String),
      status: 500,
      code: "internal_error",
    });
    expect(hidden?.error).toBe(upstream);
  });

  it.each([undefined, null, "text", 0, { message: "x" }])("of the value %j is a bug", (thrown) =>
    expect(toFailure(thrown, planOf("query")).problem.status).toBe(500),
  );
});
